"""The live preview: the rolling document as a page that says what is wrong and who wrote it."""
