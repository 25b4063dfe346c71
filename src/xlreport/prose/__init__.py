"""What words say in numbers."""
