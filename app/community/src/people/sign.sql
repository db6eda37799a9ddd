-- Migration 7 of the slices: the sign that a person chose for their face.

ALTER TABLE people ADD COLUMN sign TEXT NOT NULL DEFAULT ''; -- empty: their initials
