// Streamlit's page says that it is English; this says what it is.
export default ({ data }) => { document.documentElement.lang = data.lang; };
