/** The style of the page at `/docs`: light and dark, wide and narrow. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1d2327, #e8eaec); --soft: light-dark(#5a646b, #a3adb4);
  --page: light-dark(#fff, #15191c); --panel: light-dark(#f3f5f6, #1e2428); --line: light-dark(#d9dee1, #343c42);
  --accent: light-dark(#0b62c4, #7ab6ff); }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: break-word }
a { color: var(--accent) }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px }
.skip { position: absolute; left: -999px }
.skip:focus { left: 1rem; top: 1rem; background: var(--page); padding: .5rem 1rem; z-index: 1 }
.frame { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 76rem; margin: 0 auto }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 1.5rem 1rem; font-size: .9rem }
nav h2 { font-size: .8rem; margin: 1.2rem 0 .3rem; color: var(--soft) }
nav ul { list-style: none; margin: 0; padding: 0 }
nav a { display: block; padding: .25rem 0; text-decoration: none }
nav a:hover { text-decoration: underline }
main { padding: 1.5rem 2rem 6rem; min-width: 0 }
h1 { margin: 0 0 .25rem; font-size: 1.9rem }
h2 { margin: 3rem 0 .5rem; font-size: 1.4rem }
h3 { margin: 0 0 .5rem; font-size: 1.15rem }
h4 { margin: 1.2rem 0 .4rem; font-size: .95rem }
.lead, .soft { color: var(--soft) }
article { border-top: 1px solid var(--line); padding: 1.5rem 0 }
code, pre { font: .86rem/1.5 ui-monospace, monospace }
code { overflow-wrap: anywhere }
td code { overflow-wrap: normal }
.call { display: flex; flex-wrap: wrap; gap: .6rem; align-items: baseline; margin: 0 0 .6rem }
.verb { font-weight: 700; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .05rem .5rem }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; overflow: auto; max-height: 26rem; margin: .4rem 0 }
.table { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--soft); font-weight: 600 }
th, td:not(:last-child) { min-width: 5rem }
td:first-child { min-width: 9rem; width: 15rem }
td:last-child { min-width: 16rem }
summary { cursor: pointer; padding: .35rem 0; font-weight: 600 }
@media (max-width: 800px) {
  .frame { display: block }
  nav { position: static; max-height: none; border-bottom: 1px solid var(--line); padding: 1rem }
  nav a { padding: .45rem 0 }
  main { padding: 1rem 1rem 4rem }
  table, tbody, tr, td, td:first-child, td:last-child { display: block; min-width: 0; width: auto }
  thead { position: absolute; left: -999px }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0 }
  td, td code { border: 0; padding: .1rem 0; overflow-wrap: anywhere }
  td:empty { display: none }
}
@media print { nav, .skip { display: none } .frame { display: block } pre { max-height: none } }
`
