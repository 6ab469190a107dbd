"""Clauses of near meaning have near vectors, and the vectors survive their file."""

from __future__ import annotations

import numpy as np
import pytest

from hrtext.model.word_vectors import DIMENSIONS, load_word_vectors, read_word_vectors, write_word_vectors

NEARER = [
    # What one clause speaks of, the same thing in other words, and a thing that a council also speaks of.
    ("eviction of tenants", "renters put out by landlords", "resurfacing of streets"),
    ("racial prejudice", "bigotry and racism", "storm drainage"),
    ("persons with disabilities", "disabled people", "municipal bonds"),
    ("police detained immigrants", "arrests of refugees", "library opening hours"),
    ("wages of workers", "pay of employees", "naming of a park"),
]


@pytest.mark.parametrize(("said", "otherwise", "other"), NEARER)
def test_other_words_for_a_thing_are_nearer_than_another_thing(said, otherwise, other):
    this, near, far = load_word_vectors().of_clauses([said.split(), otherwise.split(), other.split()])
    assert this @ near > this @ far + 0.1


def test_vectors_have_length_one_or_are_zero():
    vectors = load_word_vectors().of_clauses([["tenant", "rights"], ["zyxwvu"], []])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0])
    assert load_word_vectors().of_clauses([]).shape == (0, DIMENSIONS)


def test_a_word_counts_once_and_in_any_order():
    once, twice = load_word_vectors().of_clauses([["right", "water"], ["water", "right", "water"]])
    assert once == pytest.approx(twice)


def test_a_file_gives_back_what_was_written_to_a_step(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(3, DIMENSIONS))
    write_word_vectors(tmp_path / "words.npz", ["rights", "l'eau", "droits"], vectors)
    read = read_word_vectors(tmp_path / "words.npz")
    assert list(read.rows) == ["rights", "l'eau", "droits"]
    step = np.abs(vectors).max(axis=1) / 127
    assert (np.abs(read.steps * read.scale[:, None] - vectors) <= 0.51 * step[:, None]).all()
