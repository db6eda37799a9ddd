-- Migration 7 of the slices: the emblem that a person chose for their face.

ALTER TABLE people ADD COLUMN emblem TEXT NOT NULL DEFAULT ''; -- empty: their initials
