"""Everything before and beside Streamlit: who is let in, and the plain pages."""
