"""A page of Streamlit with nothing on it but a line of text."""

import streamlit as st

st.set_page_config(layout="wide")
st.html('<p class="nothing">nothing</p>')
