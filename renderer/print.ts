import { z } from 'zod'
import type { PrintPage } from '../contract/station/printing.ts'
import { type SvgNode, svgTree } from './ui/svg-tree.ts'

/** What printing came to, as far as the host can tell: the spooler has it, or nothing left. */
export type PrintOutcome = 'sent' | 'failed'

/** What the Electron shell offers the page; absent in a browser. */
type Shell = {
  readonly host: 'electron'
  print: (job: {
    path: null
    widthMillimetres: number
    heightMillimetres: number
    printer: string | null
  }) => Promise<unknown>
}

const ShellOutcome = z.object({ outcome: z.enum(['sent', 'cancelled', 'failed']) })

/** A page that can be put on paper: its drawing and its exact size in millimetres. */
export type PaperPage = Pick<PrintPage, 'svg' | 'widthMm' | 'heightMm'>

/**
 * The style sheet of the paper: a page of exactly this size without margins, and nothing on it but the drawing. It is adopted,
 * not written into the document, because the page's policy allows no inline styles.
 */
export function paperStyles({ widthMm, heightMm }: Pick<PaperPage, 'widthMm' | 'heightMm'>): string {
  const size = `width: ${widthMm}mm; height: ${heightMm}mm;`
  return `
@page { size: ${widthMm}mm ${heightMm}mm; margin: 0; }
@media screen { [data-paper] { position: fixed; left: -300mm; top: 0; ${size} } }
@media print {
  html, body { ${size} min-height: 0 !important; margin: 0 !important; padding: 0 !important; background: #fff !important; overflow: hidden !important; }
  body > :not([data-paper]) { display: none !important; }
  [data-paper] { position: static; display: block; ${size} overflow: hidden; }
  [data-paper] svg { display: block; ${size} }
}`
}

/** A page laid out for paper beside the screen, until it is taken away. */
export type LaidOutPage = { remove: () => void }

const SVG = 'http://www.w3.org/2000/svg'

/** The drawing as part of the page: an `img` would write Hangul in whatever font the machine has, or in none. */
function drawn(node: SvgNode): SVGElement {
  const element = document.createElementNS(SVG, node.name) as SVGElement
  for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, value)
  for (const child of node.children) element.append(typeof child === 'string' ? child : drawn(child))
  return element
}

/** Lays a page out for the printer and waits until its fonts are there; the screen does not change. */
export async function layOutPage(page: PaperPage): Promise<LaidOutPage> {
  const tree = svgTree(page.svg)
  if (tree === null) throw new Error('The label could not be drawn.')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(paperStyles(page))
  const paper = document.createElement('div')
  paper.dataset.paper = `${page.widthMm}x${page.heightMm}`
  paper.setAttribute('aria-hidden', 'true')
  paper.append(drawn(tree))
  const remove = (): void => {
    paper.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet)
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  document.body.append(paper)
  await document.fonts.ready
  return { remove }
}

function shellOf(page: Window): Shell | null {
  const { baro } = page as Window & { baro?: Shell }
  return baro?.host === 'electron' ? baro : null
}

/**
 * Prints one page of exact size: by the dialog, or in Electron silently on the printer with this system name. In Electron a
 * cancelled dialog and a failure are `failed`; a browser does not say, so its answer is `sent` and the scan of the label decides.
 */
export async function printPage(page: PaperPage, systemName: string | null = null): Promise<PrintOutcome> {
  const laidOut = await layOutPage(page)
  try {
    const shell = shellOf(window)
    if (shell === null) {
      window.print()
      return 'sent'
    }
    const answer = ShellOutcome.safeParse(
      await shell.print({
        path: null,
        widthMillimetres: page.widthMm,
        heightMillimetres: page.heightMm,
        printer: systemName,
      }),
    )
    return answer.success && answer.data.outcome === 'sent' ? 'sent' : 'failed'
  } finally {
    laidOut.remove()
  }
}
