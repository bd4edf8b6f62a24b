"""`garant evidence`: hand the evidence out, and check it without us."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NoReturn, TextIO

import click

from garant import wiring
from garant.documents.evidence import as_json, as_text
from garant.evidence.failures import StateFailure
from garant.use_cases.export_evidence import Extent, export_evidence
from garant.use_cases.verify_evidence import Brought, verify_evidence

FOUND, COULD_NOT_RUN = 1, 2


@click.group()
def evidence() -> None:
    """Hand the evidence out, and check it without us."""


@evidence.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@click.option("--with-records", "extent", flag_value=Extent.RECORDS, default=Extent.LEAVES, help="Records go along.")
def export(folder: Path, *, file: Path, extent: Extent) -> None:
    """Write the evidence of FOLDER to a file that anybody can check."""
    try:
        state = wiring.open_state(folder)
        exported = export_evidence(state.evidence, state.signer, at=wiring.now(), extent=extent)
        _write(file, exported.text)
    except StateFailure as failure:
        _give_up(str(failure), failure.mend)
    except OSError:
        _give_up(f"`{file}` cannot be written", "name a file in a folder that you may write, on a disk with room")
    click.echo(f"log {exported.origin}: {exported.size:,} leaves, {extent.value}")
    click.echo(f"signed with the key {exported.fingerprint}")
    click.echo("give this fingerprint to whoever will check the file, by another way than the file")


@evidence.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--extends", "earlier", type=click.File("rb"), help="An earlier export, or a checkpoint, of the same log."
)
@click.option("--key", type=click.File("r", encoding="utf-8"), help="The organisation's public key, had from itself.")
@click.option("--json", "as_data", is_flag=True, help="For programs.")
def verify(file: BinaryIO, *, earlier: BinaryIO | None, key: TextIO | None, as_data: bool) -> None:
    """Check exported evidence, offline and without its folder."""
    try:
        brought = Brought(key=key.read() if key else None, earlier=earlier.read() if earlier else None)
        verification = verify_evidence(file.read(), brought, check=wiring.signature_check())
    except ValueError:
        _give_up("the key or the earlier export cannot be read", "give the files as they came, whole")
    click.echo(as_json(verification) if as_data else as_text(verification), nl=as_data)
    if not verification.is_sound:
        raise SystemExit(FOUND)


def _write(file: Path, pieces: Iterable[str]) -> None:
    """Write a file that is there whole, or not at all."""
    draft = file.with_name(f".{file.name}.draft")
    try:
        with draft.open("w", encoding="utf-8") as text:
            text.writelines(pieces)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _give_up(sentence: str, mend: str) -> NoReturn:
    click.echo(f"garant: {sentence}\n  {mend}", err=True)
    raise SystemExit(COULD_NOT_RUN)
