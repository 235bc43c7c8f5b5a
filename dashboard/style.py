"""The little CSS that the theme cannot say, keyed on our own container keys."""

from html import escape

import streamlit as st

from dashboard.palette import BAND_KEY, BLUE, INK, MUTED, PANEL, RULE

CSS = f"""<style>
[data-testid=stHeader] {{ display: none; }}
[data-testid=stMainBlockContainer] {{ padding: .8rem 2.2rem 2rem; max-width: 1480px; }}
h1 {{ letter-spacing: -.01em; padding: 0 !important; }}
h2, h3 {{ padding: .2rem 0 0 !important; }}
.st-key-top {{ border-bottom: 1px solid {RULE}; padding-bottom: .55rem; }}
.st-key-top a p {{ font-weight: 600; }}
.name {{ font-size: 1.6rem; font-weight: 650; line-height: 1.25; margin: 0; }}
.brand {{ font-weight: 700; font-size: 1.1rem; color: {BLUE}; letter-spacing: -.01em; margin: 0; }}
[data-testid=stLayoutWrapper]:has(> .st-key-hidden) {{ position: absolute; height: 0;
  overflow: hidden; }}
.muted {{ color: {MUTED}; margin: 0; line-height: 1.45; }}
.status {{ font-size: 1.08rem; line-height: 1.5; margin: .15rem 0 .3rem; color: {INK};
  max-width: 68rem; }}
.foot {{ color: {MUTED}; font-size: .88rem; border-top: 1px solid {RULE}; padding-top: .7rem;
  margin: 1.6rem 0 0; }}
.glyph {{ height: .86em; margin-right: .45em; vertical-align: baseline; }}
.side h2 {{ font-size: 1rem; font-weight: 640; margin: 1.25rem 0 .3rem; padding: 0 !important; }}
.side > h2:first-child {{ margin-top: 0; }}
.side p {{ margin: 0 0 .3rem; line-height: 1.4; font-size: .93rem; }}
.side table, .facts table {{ border-collapse: collapse; width: 100%; font-size: .93rem; }}
.side td, .side th {{ padding: 3px 0; border: 0; text-align: left; font-weight: 400;
  vertical-align: baseline; }}
.side td:last-child {{ text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; padding-left: 10px; }}
.side .beside td {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap;
  padding-left: 10px; }}
.side .beside tbody th {{ white-space: nowrap; }}
.side .beside thead th {{ text-align: right; padding-left: 10px; }}
.side .beside thead th, .side .beside tbody td:last-child {{ color: {MUTED}; }}
.side .big, .on-phone .big {{ font-size: 1.9rem; font-weight: 680; line-height: 1.1; margin: 0;
  font-variant-numeric: tabular-nums; }}
.side .bar {{ height: 7px; margin: 1px 0; }}
.side .then {{ height: 4px; background: #C3CBD2; }}
.side .left td:last-child {{ text-align: left; white-space: normal; }}
.side .left th {{ width: 5.5rem; vertical-align: top; }}
.side .left p {{ margin: 0; }}
.side .feet {{ display: flex; gap: 2px; height: 9px; margin: 5px 0 3px; }}
.facts td, .facts th {{ text-align: left; padding: 4px 14px 4px 0; border: 0;
  border-bottom: 1px solid {RULE}; font-weight: 400; vertical-align: top; font-size: .92rem; }}
.facts th {{ color: {MUTED}; white-space: nowrap; width: 1%; padding-right: 22px; }}
.days {{ overflow-x: auto; max-height: 26rem; overflow-y: auto; }}
.days table {{ border-collapse: collapse; width: 100%; font-size: .88rem;
  font-variant-numeric: tabular-nums; }}
.days th {{ text-align: right; color: {MUTED}; font-weight: 500; padding: 5px 12px 5px 0; border: 0;
  border-bottom: 1px solid {INK}; white-space: nowrap; }}
.days td {{ text-align: right; padding: 4px 12px 4px 0; border: 0;
  border-bottom: 1px solid {RULE}; white-space: nowrap; }}
.days th:first-child, .days td:first-child, .days td:nth-child(2), .days th:nth-child(2) {{
  text-align: left; }}
.days .missing td {{ background: repeating-linear-gradient(135deg, #fff 0 5px, {PANEL} 5px 9px);
  color: {MUTED}; }}
.thresholds, .decided {{ max-height: none; }}
.thresholds .rule th {{ text-align: left; color: {INK}; padding-top: 12px; white-space: normal; }}
.thresholds tbody th {{ text-align: left; font-weight: 400; white-space: normal;
  border-bottom: 1px solid {RULE}; }}
.thresholds td:nth-child(2), .thresholds th:nth-child(2) {{ text-align: right; }}
.decided td, .decided th {{ text-align: left; }}
.decided td {{ white-space: normal; }}
.thresholds table, .decided table {{ max-width: 62rem; }}
.on-phone {{ display: none; }}
.burden .bars {{ display: flex; align-items: flex-end; gap: 2px; height: 84px;
  margin: .6rem 0 .3rem; border-bottom: 1px solid {RULE}; max-width: 34rem; }}
.burden .bars i {{ flex: 1; background: {BLUE}; }}
.burden table {{ max-width: 24rem; margin-bottom: .5rem; }}
.notes table {{ border-collapse: collapse; font-size: .92rem; }}
.notes caption {{ text-align: left; color: {MUTED}; padding-bottom: 3px; white-space: nowrap; }}
.notes th, .notes td {{ text-align: left; padding: 3px 14px 3px 0; border: 0; vertical-align: top;
  font-weight: 400; }}
.notes th {{ font-weight: 650; }}
.told td, .told th {{ text-align: left !important; }}
.told td:nth-child(5) {{ white-space: pre-line; min-width: 12rem; overflow-wrap: anywhere; }}
.reason {{ margin: 0; line-height: 1.45; }}
.reason b {{ font-weight: 640; }}
.st-key-pain, .st-key-tell, .st-key-exercises {{ max-width: 480px; }}
.st-key-kinds {{ display: grid !important; grid-template-columns: 1fr 1fr; gap: 8px; }}
.st-key-lengths, .st-key-exercises [class*="st-key-pain-"]:not(.stElementContainer) {{
  display: grid !important; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 6px; }}
.st-key-kinds [data-testid=stElementContainer], .st-key-lengths [data-testid=stElementContainer],
.st-key-exercises [class*="st-key-pain-"] [data-testid=stElementContainer] {{
  width: 100% !important; }}
.st-key-kinds button {{ min-height: 56px; border-radius: 8px; }}
.st-key-lengths button, .st-key-exercises [class*="st-key-pain-"] button,
.st-key-exercises [class*="st-key-done-"] button {{ min-height: 48px; border-radius: 8px;
  padding: 0 2px; }}
.st-key-tell [data-testid=stButtonGroup] button {{ min-height: 44px; }}
.exercise {{ font-size: 1.08rem; font-weight: 640; margin: 0; padding: 0 !important; }}
[class*="st-key-told-"] {{ flex-wrap: nowrap !important; }}
.told {{ margin: 0; line-height: 1.4; }}
.done {{ min-height: 48px; }}
.refused {{ border-left: 3px solid {INK}; padding: .5rem .8rem; margin: 0; }}
.answers {{ list-style: none; margin: 0 !important; padding: 0 !important;
  font-size: .93rem; line-height: 1.45; }}
.answers li {{ margin: 0 0 .55rem !important; padding-left: .8rem;
  border-left: 3px solid {RULE}; }}
.answers del {{ color: {MUTED}; }}
.answers .note {{ white-space: pre-line; }}
.heard {{ border-left: 3px solid {RULE}; margin: .2rem 0; padding: 0 0 0 .8rem; }}
.heard p {{ margin: 0; line-height: 1.45; white-space: pre-line; }}
.st-key-answer [data-testid=stButtonGroup] button, .st-key-answer .stButton button {{
  min-height: 44px; }}
.st-key-messages {{ max-width: 720px; }}
.st-key-messages .stButton button {{ min-height: 44px; }}
.st-key-undelivered h3 {{ font-size: 1.2rem; }}
.st-key-undelivered {{ border-left: 4px solid {INK}; }}
.st-key-own {{ max-width: 720px; }}
.st-key-scores {{ display: grid !important;
  grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 8px; }}
.st-key-scores [data-testid=stElementContainer], .st-key-scores .stButton {{
  width: 100% !important; }}
.st-key-scores button {{ min-height: 52px; width: 100%; border-radius: 8px; }}
.st-key-scores button p {{ font-size: 1.15rem; font-weight: 620; }}
.st-key-pain [data-testid=stButtonGroup] button {{ min-height: 44px; }}
.st-key-beside [data-testid=stCheckbox] label {{ min-height: 44px; align-items: center; }}
.saved {{ background: {BAND_KEY}55; border-left: 3px solid {BLUE}; padding: .6rem .8rem; margin: 0;
  border-radius: 4px; }}
.me {{ margin: 0; color: {MUTED}; font-size: .93rem; text-align: right; }}
.me a {{ margin-left: .5rem; }}
.long {{ overflow-wrap: anywhere; }}
.people td .long {{ display: inline-block; min-width: 5.5rem; }}
.me .long {{ display: inline-block; max-width: 12rem; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; vertical-align: bottom; }}
.people {{ overflow-x: auto; }}
.people table {{ border-collapse: collapse; width: 100%; font-size: .93rem; }}
.people th {{ text-align: left; color: {MUTED}; font-weight: 500; border: 0;
  border-bottom: 1px solid {INK}; padding: 5px 14px 5px 0; }}
.people td {{ border: 0; border-bottom: 1px solid {RULE}; padding: 7px 14px 7px 0;
  vertical-align: top; }}
.st-key-sharing {{ max-width: 40rem; }}
.st-key-sharing button {{ min-height: 44px; }}
@media (max-width: 720px) {{
  [data-testid=stMainBlockContainer] {{ padding: .7rem 1rem 2rem; }}
  .on-phone {{ display: block; }}
  .st-key-search {{ width: 100% !important; flex: 1 1 100% !important; }}
}}
</style>"""


def style() -> None:
    """Put the style on the page."""
    st.html(CSS)


def muted(text: str) -> None:
    """A line in the muted colour, which keeps more contrast than Streamlit's caption."""
    st.html(f'<p class="muted">{escape(text)}</p>')
