"""The pages as they are at the moment of the pictures: they are told another time, and no more."""

from dashboard import app
from tests.screens.moment import NOW

app.now = lambda: NOW
app.main()
