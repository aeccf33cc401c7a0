"""The HTTP door: a key, a bound on the size, events in, one answer an event. `agentdash.api` puts it on its address.

What every address of the API shares is here too: keys, problems, and how a view of it answers.
"""
