import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

/** The root folder of the repository. */
export const repository = resolve(import.meta.dirname, '../..')

/** The files that belong to the repository (tracked, or new and not ignored), as paths with `/` from its root. */
export function repositoryFiles(): string[] {
  const git = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const listed = execFileSync('git', git, { cwd: repository, encoding: 'utf8', maxBuffer: 64 << 20 }).split('\0')
  const removed = execFileSync('git', ['ls-files', '--deleted', '-z'], { cwd: repository, encoding: 'utf8' }).split(
    '\0',
  )
  return [...new Set(listed)].filter((file) => file !== '' && !removed.includes(file)).sort()
}

/** The text of a file of the repository. */
export function textOf(file: string): string {
  return readFileSync(join(repository, file), 'utf8')
}

/** A function in a source file: its name (or `anonymous`), its first line, and how many lines are its own. */
export type FunctionSize = { name: string; line: number; lines: number; isComponent: boolean }

/** The syntax tree of a TypeScript or JavaScript file. */
export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true)
}

/**
 * Every function of a file with its own lines: the lines of named functions inside it are theirs, so that a factory that
 * returns verbs is measured verb by verb, while anonymous callbacks count to the function they stand in. A component is a
 * function of a .tsx file with a capital.
 */
export function functionsOf(source: ts.SourceFile): FunctionSize[] {
  const found: FunctionSize[] = []
  /** Visits a node and returns the lines that named functions below it take. */
  const visit = (node: ts.Node): number => {
    let taken = 0
    ts.forEachChild(node, (child) => {
      taken += visit(child)
    })
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return taken
    const start = source.getLineAndCharacterOfPosition(node.getStart(source)).line
    const lines = source.getLineAndCharacterOfPosition(node.getEnd()).line - start + 1
    const name = nameOf(node)
    const isComponent = /^[A-Z]/.test(name) && source.fileName.endsWith('.tsx')
    found.push({ name, line: start + 1, lines: lines - taken, isComponent })
    return name === 'anonymous' ? taken : lines
  }
  visit(source)
  return found
}

function nameOf(node: ts.Node): string {
  const named = node as ts.Node & { name?: ts.Node }
  if (named.name !== undefined) return named.name.getText()
  const parent = node.parent
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText()
  return 'anonymous'
}

/** An exported declaration: its name, line, and whether a doc comment stands before it. */
export type Export = { name: string; line: number; isDocumented: boolean }

/** The names that a file declares and exports. A type with the name of a documented constant needs no second comment. */
export function exportsOf(source: ts.SourceFile): Export[] {
  const found: Export[] = []
  for (const statement of source.statements) {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExport) === true
    if (!isExported) continue
    const isDocumented = ts.getJSDocCommentsAndTags(statement).length > 0
    const line = source.getLineAndCharacterOfPosition(statement.getStart(source)).line + 1
    for (const name of declaredNames(statement)) found.push({ name, line, isDocumented })
  }
  const documented = new Set(found.filter((each) => each.isDocumented).map((each) => each.name))
  return found.map((each) => ({ ...each, isDocumented: documented.has(each.name) }))
}

function isExport(modifier: ts.ModifierLike): boolean {
  return modifier.kind === ts.SyntaxKind.ExportKeyword
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText())
  }
  const named = statement as ts.Statement & { name?: ts.Identifier }
  return named.name === undefined ? ['default'] : [named.name.text]
}
