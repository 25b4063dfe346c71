"""The look of a report's page: a column of text as wide as the printed one, and the printed page itself on A4."""

STYLE = """
:root { --line: #000; --soft: #59636e; --link: #0b57a4; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.2rem 3rem; max-width: 50rem; color: #000; background: #fff;
  font: 18px/1.8 "仿宋_GB2312", FangSong, STFangsong, "Noto Serif CJK SC", serif; overflow-wrap: anywhere; }
h1 { margin: 1.5rem 0; text-align: center; font: normal 1.55rem/1.5 "方正小标宋简体", STZhongsong, "Noto Serif CJK SC", serif; }
h2, h3, h4, h5 { margin: .6rem 0 .2rem; text-indent: 2em; font-size: 1em; font-weight: normal; }
h2 { font-family: SimHei, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
h3, .lead { font-family: "楷体_GB2312", KaiTi, STKaiti, "Noto Serif CJK SC", serif; }
p { margin: 0; text-indent: 2em; text-align: justify; }
.number { text-align: center; text-indent: 0; }
.signature, .date { text-align: right; text-indent: 0; padding-right: 2em; }
.signature { margin-top: 1.8em; }
.draft { margin: 0 0 1rem; padding: .3rem .8rem; border: 2px solid #b3161c; color: #b3161c; text-indent: 0; text-align: center;
  font-family: SimHei, "Noto Sans CJK SC", sans-serif; }
mark { background: #ffe699; color: #000; }
a { color: var(--link); }
.sheet { margin: .4rem 0 1rem; overflow-x: auto; }
.sheet:focus-visible, a:focus-visible, button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
table { width: 100%; min-width: 34rem; border-collapse: collapse; line-height: 1.4; table-layout: fixed; }
.sheet table { font-size: .8em; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .25rem .3rem; border: 1px solid var(--line); text-align: center; vertical-align: middle; font-weight: normal; }
td { font-variant-numeric: tabular-nums; }
th[scope^=col] { font-family: SimHei, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
th[scope=row] { text-align: left; }
.tools { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; font: 15px/1.5 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
button { padding: .35rem .9rem; border: 1px solid var(--link); border-radius: 4px; color: #fff; background: var(--link); font: inherit; cursor: pointer; }
.origins { margin-top: 3rem; padding-top: 1rem; border-top: 2px solid var(--line); font-size: .8em; }
.origins table { font-size: 1em; table-layout: auto; }
.origins td { text-align: left; }
:target { outline: 3px solid #b3161c; outline-offset: -3px; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 16pt; line-height: 28.95pt; }
  h1 { margin: 0 0 28.95pt; font-size: 22pt; line-height: 33pt; }
  .tools { display: none; }
  .sheet { overflow: visible; }
  .sheet table { font-size: 9.5pt; line-height: 1.3; min-width: 0; }
  .sheet th, .sheet td { padding: 1pt 2pt; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
}
""".strip()
