"""Reports as documents: Word, web page, PDF, text. Nothing stands here yet."""
