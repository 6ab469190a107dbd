"""Make spaCy's tokenizer fast on texts that it has not seen."""

from __future__ import annotations

from spacy.language import Language

# Distinct chunks kept; a hundred thousand documents hold more than memory should.
_MOST_CHUNKS = 200_000


class TokenizerCache:
    """Shows the tokenizer of a pipeline the words of a text one by one, before the text.

    spaCy stops caching for the rest of a document at its first special case
    (a line break, "Mr."), which makes every later word slow. Words shown alone
    are cached; the tokens are the same either way.

    Parameters
    ----------
    nlp : Language

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> TokenizerCache(nlp).learn("Mr. Mayor, act!")
    >>> [token.text for token in nlp("Mr. Mayor, act!")]
    ['Mr.', 'Mayor', ',', 'act', '!']
    """

    def __init__(self, nlp: Language) -> None:
        self._tokenizer = nlp.tokenizer
        self._seen: set[str] = set()

    def learn(self, text: str) -> None:
        """Make the words of `text` known, until the cache is full."""
        if len(self._seen) > _MOST_CHUNKS:
            return
        new = set(text.split()) - self._seen
        for chunk in sorted(new):
            self._tokenizer(chunk)
        self._seen |= new
