"""The matcher that lays a grid or a text against a form. Nothing stands here yet."""
