from garant.policy.digests import digest
from garant.policy.reading import read
from tests.policy.test_reading import SOUND


def digest_of(*texts: str) -> str:
    policy = read({f"{number}.yaml": text for number, text in enumerate(texts)}).policy
    assert policy is not None
    return digest(policy)


def test_comments_order_and_files_do_not_change_the_digest():
    commented = "# a comment\n" + SOUND.replace("basis: contract", "basis:   contract  # Art. 6(1)(b)")
    head, tail = SOUND.split("subjects:", 1)

    assert digest_of(commented) == digest_of(SOUND)
    assert digest_of("subjects:" + tail, head) == digest_of(SOUND)


def test_a_default_written_out_does_not_change_the_digest():
    assert digest_of(SOUND, "languages: [fr]\n") == digest_of(SOUND)


def test_a_change_of_meaning_changes_the_digest():
    assert digest_of(SOUND.replace("P2Y", "P3Y")) != digest_of(SOUND)
    assert len(digest_of(SOUND)) == 64
