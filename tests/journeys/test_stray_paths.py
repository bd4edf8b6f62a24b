"""Rows whose file would lie outside its folder are found, for nothing will ever take them away."""

import json
import os

import pytest
from click.testing import CliRunner

from garant.cli.verify import verify
from tests.databases import KINDS
from tests.journeys.office import empty_office
from tests.journeys.test_files import asked_for_a_discount, put

INSIDE = ("good.pdf", "..good..pdf", "folder/good.pdf", "a.b")
OUTSIDE = ("../out.pdf", "/elsewhere/out.pdf", "folder/../out.pdf", "folder//out.pdf", "folder/..", "folder\\out.pdf")


@pytest.mark.parametrize("kind", KINDS)
def test_verify_counts_rows_whose_file_lies_astray(kind: str):
    with empty_office("cartesia", kind=kind) as office:
        put(office, "equal_documents", "good.pdf")
        asked_for_a_discount(office, *INSIDE, *OUTSIDE, on="2024-03-01")

        done = CliRunner().invoke(verify, [os.fspath(office.folder), "--on", "2024-03-31", "--json"])

    found = {(one["code"], one["where"]): one["count"] for one in json.loads(done.stdout)["findings"]}
    assert found["astray-file", "equal_documents"] == len(OUTSIDE)
