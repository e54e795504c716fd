// The first digits of a company prefix name the GS1 organisation that gave it (GS1 General Specifications, figure 1.4.2-1).
const OFFICES: readonly (readonly [number, number, string])[] = [
  [0, 139, 'GS1 US'],
  [300, 379, 'GS1 France'],
  [400, 440, 'GS1 Germany'],
  [450, 459, 'GS1 Japan'],
  [471, 471, 'GS1 Taiwan'],
  [489, 489, 'GS1 Hong Kong'],
  [490, 499, 'GS1 Japan'],
  [500, 509, 'GS1 UK'],
  [690, 699, 'GS1 China'],
  [754, 755, 'GS1 Canada'],
  [800, 839, 'GS1 Italy'],
  [840, 849, 'GS1 Spain'],
  [880, 880, 'GS1 Korea'],
  [885, 885, 'GS1 Thailand'],
  [888, 888, 'GS1 Singapore'],
  [893, 893, 'GS1 Vietnam'],
  [930, 939, 'GS1 Australia'],
]

/** The GS1 organisation that hands out prefixes which begin like this, or null when the list has none. */
export function gs1Office(prefix: string): string | null {
  const first = Number(prefix.slice(0, 3))
  return prefix.length < 3 ? null : (OFFICES.find(([from, to]) => first >= from && first <= to)?.[2] ?? null)
}
