"""The words of every problem: by its code, and where one code is told in several ways, by `code/way`."""

from garant.policy.messages.data_map import DATA_MAP
from garant.policy.messages.lawfulness import LAWFULNESS
from garant.policy.messages.promises import PROMISES
from garant.policy.messages.reading import READING
from garant.policy.messages.stores import STORES

MESSAGES = {**READING, **LAWFULNESS, **PROMISES, **DATA_MAP, **STORES}
