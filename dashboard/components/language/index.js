// Streamlit's page says that it is English, and so does its link past the menu: this says what they are.
const LINK = 'a[data-testid="stSkipToContent"], a[href="#stMain"]';

export default ({ data }) => {
  document.documentElement.lang = data.lang;
  const link = document.querySelector(LINK);
  if (link && link.textContent !== data.skip) { link.textContent = data.skip; }
};
