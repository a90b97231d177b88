"""The endpoints of the relay, a module each; `routes` finds what they answer."""
