"""Tokens: jieba's segmentation with the project's domain words, for spaCy."""
