// Who may import whom: the table of docs/architecture.md as rules.
const only = (from, allowed) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(domain|commands|db|contract|main|preload|renderer|central)/',
    pathNot: `^(${[from, ...allowed].join('|')})(/|\\.ts$)`,
  },
})

export default {
  forbidden: [
    only('domain', []),
    only('commands', ['domain', 'db/port', 'db/tables']),
    only('db', ['domain']),
    only('contract', ['domain', 'commands']),
    only('main', ['contract', 'commands', 'domain', 'db', 'central/embedded']),
    {
      name: 'centre-in-the-hosts-only',
      severity: 'error',
      from: { path: '^main/', pathNot: '^main/(node|electron|embedded)/' },
      to: { path: '^central/' },
    },
    only('central', ['contract', 'commands', 'domain', 'db']),
    only('renderer', ['contract', 'domain']),
    only('preload', []),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypesNot: ['local'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'electron-in-the-shell-only',
      severity: 'error',
      from: { pathNot: '^(main/electron|preload)/' },
      to: { path: '(^|node_modules/)(electron|electron-store)(/|$)' },
    },
    { name: 'no-node-in-renderer', severity: 'error', from: { path: '^renderer/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'screens-stand-alone',
      severity: 'error',
      from: { path: '^renderer/screens/([^/]+)/' },
      to: { path: '^renderer/screens/', pathNot: '^renderer/screens/$1/' },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^electron$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
