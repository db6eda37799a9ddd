-- Migration 6 of sync's own tables: sheets begin anew after few changes, so that there are many.

CREATE INDEX documents_named ON documents (circle, person, kind, number);
CREATE INDEX document_numbers_named ON document_numbers (log, document, number);
