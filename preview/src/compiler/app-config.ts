/** What app.json says beyond its pages: tabs that exist, packages, and what the preview leaves out. */
import path from 'node:path'
import type { DiagnosticKind } from '../../host/diagnostics/types'
import type { AppConfig, Subpackage } from '../../host/manifest'

/** Fields of app.json that mean something on a phone and nothing here. */
const NOT_SUPPORTED = ['plugins', 'workers', 'functionalPages', 'useExtendedLib', 'chatTools'] as const

export interface AppFinding {
  kind: DiagnosticKind
  subject: string
  /** Literal text of app.json that the finding points to. */
  needle: string
}

export function subpackagesOf(app: AppConfig): Subpackage[] {
  return [...(app.subPackages ?? []), ...(app.subpackages ?? [])].map((given) => ({
    ...given,
    root: given.root.replace(/^\/|\/$/g, ''),
  }))
}

export function pagesOf(app: AppConfig): string[] {
  const inPackages = subpackagesOf(app).flatMap(({ root, pages }) => pages.map((page) => path.posix.join(root, page)))
  return [...new Set([...(app.pages ?? []), ...inPackages].map((page) => page.replace(/^\//, '')))]
}

/** The subpackage a file or unit is in; the innermost root wins. */
export function subpackageOf(id: string, packages: readonly Subpackage[]): Subpackage | undefined {
  return packages
    .filter(({ root }) => id.startsWith(`${root}/`))
    .sort((a, b) => b.root.length - a.root.length)
    .at(0)
}

/** Tabs that are no pages of the main package. */
export function wrongTabs(app: AppConfig): AppFinding[] {
  const main = new Set(app.pages ?? [])
  return (app.tabBar?.list ?? [])
    .filter(({ pagePath }) => !main.has(pagePath))
    .map(({ pagePath }) => ({ kind: 'tab-missing', subject: pagePath, needle: `"${pagePath}"` }))
}

export function unsupportedFields(app: AppConfig): AppFinding[] {
  const given = app as Record<string, unknown>
  return NOT_SUPPORTED.filter((name) => given[name] !== undefined).map((name) => ({
    kind: 'not-supported',
    subject: `"${name}"`,
    needle: `"${name}"`,
  }))
}
