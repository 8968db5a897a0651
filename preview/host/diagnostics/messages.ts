/** One sentence and one remedy for each kind of diagnostic, in both languages. `{0}` is the subject. */
import type { Diagnostic, DiagnosticKind } from './types'

export type Lang = 'zh' | 'en'
type Entry = readonly [sentence: string, remedy: string]

const en: Record<DiagnosticKind, Entry> = {
  'json-syntax': ['{0} is not valid JSON', 'Fix the syntax: no comments, no trailing commas, double quotes.'],
  'app-pages': ['app.json lists no page', 'Add "pages": ["pages/index/index"] to app.json.'],
  'page-missing': ['Page {0} does not exist', 'Create its .js or .ts file, or remove it from app.json.'],
  'component-missing': ['Component {0} was not found', 'Correct the path in usingComponents, or run the npm build.'],
  'template-missing': ['{0} has no WXML file', 'Create the .wxml file beside its .json.'],
  'template-syntax': ['WXML syntax error', 'Correct the expression or attribute at this place.'],
  'template-tag': ['WXML tags do not match', 'Close every tag you open, in reverse order.'],
  'import-missing': ['Template {0} was not found', 'Correct the src of the import or include.'],
  'wxs-missing': ['WXS module {0} was not found', 'Correct the src of the wxs tag or the require.'],
  'style-syntax': ['WXSS syntax error', 'Correct the rule at this place.'],
  'style-missing': ['Style sheet {0} was not found', 'Correct the path of the @import.'],
  'script-syntax': ['Script syntax error', 'Correct the code at this place.'],
  'require-missing': ['Module {0} was not found', 'Correct the path, or install the package and run the npm build.'],
  'skyline-selector': ['Skyline does not know the selector {0}', 'Use a class.'],
  'skyline-media': ['Skyline does not know {0}', 'It knows prefers-color-scheme alone: set a class from resize.'],
  'skyline-declaration': ['Skyline does not know {0}', 'Use flex layout, scroll-view, and px or rpx.'],
}

const zh: Record<DiagnosticKind, Entry> = {
  'json-syntax': ['{0} 不是合法的 JSON', '请修正语法：不能有注释和多余的逗号，字符串用双引号。'],
  'app-pages': ['app.json 没有列出任何页面', '请在 app.json 中加入 "pages": ["pages/index/index"]。'],
  'page-missing': ['页面 {0} 不存在', '请创建它的 .js 或 .ts 文件，或从 app.json 中移除。'],
  'component-missing': ['找不到组件 {0}', '请修正 usingComponents 中的路径，或执行“构建 npm”。'],
  'template-missing': ['{0} 没有 WXML 文件', '请在它的 .json 旁创建 .wxml 文件。'],
  'template-syntax': ['WXML 语法错误', '请修正此处的表达式或属性。'],
  'template-tag': ['WXML 标签不匹配', '请按相反的顺序关闭每个打开的标签。'],
  'import-missing': ['找不到模板 {0}', '请修正 import 或 include 的 src。'],
  'wxs-missing': ['找不到 WXS 模块 {0}', '请修正 wxs 标签的 src 或 require 的路径。'],
  'style-syntax': ['WXSS 语法错误', '请修正此处的规则。'],
  'style-missing': ['找不到样式表 {0}', '请修正 @import 的路径。'],
  'script-syntax': ['脚本语法错误', '请修正此处的代码。'],
  'require-missing': ['找不到模块 {0}', '请修正路径，或安装该包并执行“构建 npm”。'],
  'skyline-selector': ['Skyline 不支持选择器 {0}', '请使用 class 选择器。'],
  'skyline-media': ['Skyline 不支持 {0}', '只支持 prefers-color-scheme：请在 resize 时设置 class。'],
  'skyline-declaration': ['Skyline 不支持 {0}', '请使用 flex 布局、scroll-view 以及 px 或 rpx。'],
}

const tables: Record<Lang, Record<DiagnosticKind, Entry>> = { en, zh }

/** The sentence and the remedy for one diagnostic. */
export function describe(diagnostic: Diagnostic, lang: Lang): { sentence: string; remedy: string } {
  const [sentence, remedy] = tables[lang][diagnostic.kind]
  return { sentence: sentence.replace('{0}', diagnostic.subject), remedy }
}

/** `file:line:column`, as editors and terminals link it. */
export function place({ file, line, column }: Diagnostic): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}
