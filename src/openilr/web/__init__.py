"""The web application that a provider opens every morning: a Django project over the engine."""
