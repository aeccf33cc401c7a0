"""The doors: how events come in. Each turns bytes into typed events and hands them to `record`."""
