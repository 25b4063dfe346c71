"""The look of the page of findings: one style sheet, for the screen and for A4 paper. Colour never speaks alone."""

STYLE = """
:root { --ink: #1b1f24; --soft: #59636e; --line: #c4cad1; --head: #eaf1f8; --link: #0b57a4;
  --error: #b3161c; --error-cell: #ff9ea2; --sum-cell: #ffe3e4; --warning: #8a5a00; --warning-cell: #ffe699;
  --info: #1f5a96; --info-cell: #dcebf9; --good: #1a7f37; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 64rem; color: var(--ink); background: #fff;
  font: 15px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  overflow-wrap: anywhere; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1, h2, h3, caption { font-family: "SimHei", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; line-height: 1.35; }
h1 { margin: 0 0 .2rem; font-size: 1.7rem; }
h2 { margin: 0 0 .2rem; font-size: 1.25rem; }
h3 { margin: 1.4rem 0 .4rem; font-size: 1rem; }
p { margin: .3rem 0; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .3rem .8rem; background: #fff; }
.soft { color: var(--soft); }
.path { color: var(--soft); font-size: .86rem; }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.counts li { min-width: 6.4rem; padding: .45rem .9rem; border: 1px solid var(--line); border-radius: 4px; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.25;
  font-variant-numeric: tabular-nums; }
.file { margin-top: 2.2rem; padding-top: 1.4rem; border-top: 2px solid var(--ink); }
.state { display: inline-block; margin-left: .5rem; padding: 0 .6rem; border: 1px solid currentColor;
  border-radius: 3px;
  font-size: .9rem; font-weight: bold; white-space: nowrap; vertical-align: .12em; }
.fail, .unreadable, .error { color: var(--error); }
.unconfirmed, .warning { color: var(--warning); }
.pass { color: var(--good); }
.info { color: var(--info); }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
caption { padding: 1.2rem 0 .4rem; text-align: left; font-weight: bold; font-size: 1rem; }
th, td { padding: .3rem .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
th { background: var(--head); font-weight: normal; }
thead th { text-align: center; }
.list th { white-space: nowrap; }
.list td.number, .list td.level, .list td.rule { text-align: center; white-space: nowrap; }
.list td.level { font-weight: bold; }
.list td.number, .files td.count { font-variant-numeric: tabular-nums; }
.list td.place { width: 20%; }
.list td.rule { width: 17%; white-space: normal; }
.basis { display: block; color: var(--soft); font-size: .85em; line-height: 1.4; text-align: left; }
.files td.count, .files td.word { text-align: center; white-space: nowrap; }
.form { font-size: .8rem; line-height: 1.35; table-layout: fixed; }
.form th, .form td { padding: .2rem .3rem; vertical-align: middle; }
.form th[scope^=col] { text-align: center; }
.form td { text-align: center; font-variant-numeric: tabular-nums; }
.form td.error-cell, .key.error-cell { background: var(--error-cell); font-weight: bold; }
.form td.sum-cell, .key.sum-cell { background: var(--sum-cell); }
.form td.warning-cell, .key.warning-cell { background: var(--warning-cell); }
.list ul { margin: .25rem 0 0; padding-left: 1.1em; color: var(--soft); font-size: .92em; }
.form td.info-cell, .key.info-cell { background: var(--info-cell); }
.form sup { margin-left: .2em; font-size: .72em; line-height: 0; font-weight: normal; }
.form sup a { color: var(--link); text-decoration: none; }
h3.part { margin: 1.1rem 0 .2rem; font-size: .95rem; }
.said { display: grid; grid-template-columns: 6.2em 1fr; gap: 0 .8em; margin: .25rem 0; line-height: 1.75; }
.said.title { display: block; text-align: center; font-size: 1.1rem; }
.said .at { padding-top: .25em; color: var(--soft); font-size: .78em; text-align: right; }
mark { color: inherit; background: none; border-bottom: 2px solid var(--line); }
mark.number { padding: 0 .1em; border-bottom-style: dotted; }
mark.number.matched { border-color: var(--good); color: var(--good); }
mark.number.contradicted { border-color: var(--error); color: var(--error); font-weight: bold; border-bottom-style: double; }
mark.number.ambiguous { border-color: var(--warning); color: var(--warning); border-bottom-style: dashed; }
mark.error-cell { background: var(--error-cell); border-color: var(--error); }
mark.warning-cell { background: var(--warning-cell); border-color: var(--warning); }
mark.info-cell { background: var(--info-cell); border-color: var(--info); }
.said sup { margin: 0 .15em; font-size: .72em; line-height: 0; }
.said sup a { color: var(--link); text-decoration: none; }
.form i { color: var(--error); font-style: normal; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin-top: .8rem; font-size: .82rem; }
.key { display: inline-block; width: 1.5em; height: 1em; margin-right: .4em; border: 1px solid var(--line);
  vertical-align: -.12em; }
:target { outline: 2px solid var(--link); outline-offset: -2px; }
footer { margin-top: 2.5rem; padding-top: .6rem;
  border-top: 1px solid var(--line); color: var(--soft); font-size: .8rem; }
@page { size: A4; margin: 14mm 13mm 16mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  a { color: inherit; text-decoration: none; }
  .skip { display: none; }
  .form sup a { color: var(--soft); }
  .list, .files { font-size: 8.8pt; }
  .form { font-size: 7.6pt; }
  h2, h3, caption { break-after: avoid; }
  .said { break-inside: auto; orphans: 2; widows: 2; }
  tr, .counts, .form { break-inside: avoid; }
  thead { display: table-header-group; }
}
""".strip()
