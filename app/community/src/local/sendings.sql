-- Migration 9 of the slices: what names the sending of a draft. Local.

ALTER TABLE drafts ADD COLUMN sending TEXT NOT NULL DEFAULT '';
