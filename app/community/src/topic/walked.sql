-- What was merged comes with the document: how far it was walked need not be kept.
DROP TABLE walked;
