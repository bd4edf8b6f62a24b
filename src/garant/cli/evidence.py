"""`garant evidence`: hand the evidence out, and check it without us."""

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from garant import wiring
from garant.documents.evidence import as_json, as_text
from garant.evidence.failures import StateFailure
from garant.use_cases.export_evidence import Extent, export_evidence
from garant.use_cases.verify_evidence import Brought, verify_evidence

FOUND, COULD_NOT_RUN = 1, 2

_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def evidence() -> None:
    """Hand the evidence out, and check it without us."""


@evidence.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option(
    "--with-records",
    is_flag=True,
    help="Hand the records out too, not only the leaves that stand for them: they name tables and approvers.",
)
def export(folder: Path, *, file: Path, with_records: bool) -> None:
    """Write the evidence of FOLDER to a file that anybody can check."""
    extent = Extent.RECORDS if with_records else Extent.LEAVES
    try:
        state = wiring.open_state(folder)
        exported = export_evidence(state.evidence, state.signer, at=wiring.now(), extent=extent)
        _write(file, exported.text)
    except StateFailure as failure:
        _give_up(str(failure), failure.mend)
    except OSError:
        _give_up(f"`{file}` cannot be written", "name a file in a folder that you may write, on a disk with room")
    click.echo(f"log {exported.origin}: {exported.size:,} on record, exported {extent.value}")
    click.echo(f"signed with the key {exported.fingerprint}")
    click.echo("give this fingerprint to whoever will check the file, by another way than the file")


@evidence.command()
@click.argument("file", type=_THERE)
@click.option("--extends", "earlier", type=_THERE, help="An earlier export, or a checkpoint, of the same log.")
@click.option("--key", type=_THERE, help="The organisation's public key, had from itself.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON, for programs.")
def verify(file: Path, *, earlier: Path | None, key: Path | None, as_data: bool) -> None:
    """Check exported evidence, offline and without its folder."""
    try:
        brought = Brought(
            key=key.read_text(encoding="utf-8") if key else None, earlier=earlier.read_bytes() if earlier else None
        )
        verification = verify_evidence(file.read_bytes(), brought, check=wiring.signature_check())
    except (ValueError, OSError):
        _give_up("a file that was given cannot be read", "give the key and the earlier export as they came, whole")
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
