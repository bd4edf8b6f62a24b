"""What every test may ask for, and the rule that nothing is skipped in continuous integration."""

import os
import time
from collections.abc import Generator, Iterator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests import servers
from tests.databases import KINDS, fresh_database

pytest_plugins = ["tests.promises"]

settings.register_profile(
    "ci", deadline=None, derandomize=True, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "soak", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))  # noqa: TID251

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}  # noqa: TID251


def pytest_configure(config: pytest.Config) -> None:
    # Whoever runs the tests may speak another language; where neither a test nor a policy says one, it is English.
    os.environ.pop("GARANT_LANGUAGE", None)  # noqa: TID251
    os.environ["LANGUAGE"] = "en"  # noqa: TID251
    os.environ["GARANT_DEBUG"] = "1"  # noqa: TID251
    # The controller opens the folder before its workers start, so that all share one server of a kind.
    servers.open_folder()


CORE = ("tests/policy/", "tests/planning/", "tests/evidence/", "tests/documents/")
SECONDS_OF_A_CORE_TEST = 2.0


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    # Its own computing time counts, with room for a busy machine, where it is four times as long.
    # Drawn examples are many tests in one.
    began = time.thread_time()
    outcome = yield
    spent = time.thread_time() - began
    drawn = getattr(pyfuncitem.obj, "is_hypothesis_test", False)
    if pyfuncitem.nodeid.startswith(CORE) and not drawn and spent > SECONDS_OF_A_CORE_TEST:
        pytest.fail(f"a test of the core takes {spent:.3f} s; {SECONDS_OF_A_CORE_TEST} s are allowed")
    return outcome


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _refuse_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _refuse_skip(report)


def _refuse_skip(report: Report) -> Report:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"no test may be skipped in continuous integration: {report.longrepr}"
    return report


@pytest.fixture
def sqlite_url() -> Iterator[str]:
    with fresh_database("sqlite") as url:
        yield url


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with fresh_database("postgres") as url:
        yield url


@pytest.fixture
def mariadb_url() -> Iterator[str]:
    with fresh_database("mariadb") as url:
        yield url


@pytest.fixture(params=KINDS, ids=KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with fresh_database(request.param) as url:
        yield url
