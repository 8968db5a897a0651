/** One sentence and one remedy for each kind of diagnostic, in both languages. `{0}` is the subject. */
import type { Diagnostic, DiagnosticKind } from './types'

export type Lang = 'zh' | 'en'
type Entry = readonly [sentence: string, remedy: string]

const en: Record<DiagnosticKind, Entry> = {
  'json-syntax': ['{0} is not valid JSON', 'Fix the syntax: no comments, no trailing commas, double quotes.'],
  'app-missing': [
    '{0} is not a mini-program: it has no app.json',
    'Give the folder that contains app.json, or project.config.json with miniprogramRoot.',
  ],
  'app-pages': ['app.json lists no page', 'Add "pages": ["pages/index/index"] to app.json.'],
  'tab-missing': ['Tab {0} is not a page', 'List the page in "pages" of app.json, or take it out of tabBar.list.'],
  'component-cycle': [
    'Components contain themselves without end: {0}',
    'Put wx:if or wx:for on the component inside, so that it ends somewhere.',
  ],
  'placeholder-missing': [
    'Component {0} is in a subpackage that may not be loaded yet',
    'Add it to componentPlaceholder: "componentPlaceholder": { "<tag>": "view" }.',
  ],
  'page-missing': ['Page {0} does not exist', 'Create its .js or .ts file, or remove it from app.json.'],
  'component-missing': ['Component {0} was not found', 'Correct the path in usingComponents, or run the npm build.'],
  'template-missing': ['{0} has no WXML file', 'Create the .wxml file beside its .json.'],
  'template-syntax': ['WXML syntax error', 'Correct the expression or attribute at this place.'],
  'template-tag': ['WXML tags do not match', 'Close every tag you open, in reverse order.'],
  'import-missing': ['Template {0} was not found', 'Correct the src of the import or include.'],
  'wxs-missing': ['WXS module {0} was not found', 'Correct the src of the wxs tag or the require.'],
  'wxs-syntax': ['WXS syntax error', 'Correct the code at this place.'],
  'style-syntax': ['Style sheet syntax error', 'Correct the rule at this place.'],
  'style-missing': ['Style sheet {0} was not found', 'Correct the path of the @import.'],
  'style-tool': ['This style sheet needs {0}, which is not installed', 'Run npm install -D {0} in the project.'],
  'script-syntax': ['Script syntax error', 'Correct the code at this place.'],
  'require-missing': ['Module {0} was not found', 'Correct the path, or install the package and run the npm build.'],
  'not-supported': ['The preview does not support {0}', 'Try this part in the WeChat IDE.'],
  'skyline-selector': ['Skyline does not know the selector {0}', 'Use a class.'],
  'skyline-media': ['Skyline does not know {0}', 'It knows prefers-color-scheme alone: set a class from resize.'],
  'skyline-declaration': ['Skyline does not know {0}', 'Use flex layout, scroll-view, and px or rpx.'],
}

const zh: Record<DiagnosticKind, Entry> = {
  'json-syntax': ['{0} 不是合法的 JSON', '请修正语法：不能有注释和多余的逗号，字符串用双引号。'],
  'app-missing': [
    '{0} 不是小程序：没有 app.json',
    '请指定包含 app.json 的目录，或带 miniprogramRoot 的 project.config.json 所在目录。',
  ],
  'app-pages': ['app.json 没有列出任何页面', '请在 app.json 中加入 "pages": ["pages/index/index"]。'],
  'tab-missing': ['标签页 {0} 不是页面', '请将该页面加入 app.json 的 "pages"，或从 tabBar.list 中移除。'],
  'component-cycle': ['组件无限地包含自己：{0}', '请在内层组件上加 wx:if 或 wx:for，使它能够结束。'],
  'placeholder-missing': [
    '组件 {0} 位于可能尚未加载的分包中',
    '请加入 componentPlaceholder："componentPlaceholder": { "<标签>": "view" }。',
  ],
  'page-missing': ['页面 {0} 不存在', '请创建它的 .js 或 .ts 文件，或从 app.json 中移除。'],
  'component-missing': ['找不到组件 {0}', '请修正 usingComponents 中的路径，或执行“构建 npm”。'],
  'template-missing': ['{0} 没有 WXML 文件', '请在它的 .json 旁创建 .wxml 文件。'],
  'template-syntax': ['WXML 语法错误', '请修正此处的表达式或属性。'],
  'template-tag': ['WXML 标签不匹配', '请按相反的顺序关闭每个打开的标签。'],
  'import-missing': ['找不到模板 {0}', '请修正 import 或 include 的 src。'],
  'wxs-missing': ['找不到 WXS 模块 {0}', '请修正 wxs 标签的 src 或 require 的路径。'],
  'wxs-syntax': ['WXS 语法错误', '请修正此处的代码。'],
  'style-syntax': ['样式表语法错误', '请修正此处的规则。'],
  'style-missing': ['找不到样式表 {0}', '请修正 @import 的路径。'],
  'style-tool': ['此样式表需要 {0}，但尚未安装', '请在项目中执行 npm install -D {0}。'],
  'script-syntax': ['脚本语法错误', '请修正此处的代码。'],
  'require-missing': ['找不到模块 {0}', '请修正路径，或安装该包并执行“构建 npm”。'],
  'not-supported': ['预览不支持 {0}', '请在微信开发者工具中试这一部分。'],
  'skyline-selector': ['Skyline 不支持选择器 {0}', '请使用 class 选择器。'],
  'skyline-media': ['Skyline 不支持 {0}', '只支持 prefers-color-scheme：请在 resize 时设置 class。'],
  'skyline-declaration': ['Skyline 不支持 {0}', '请使用 flex 布局、scroll-view 以及 px 或 rpx。'],
}

const tables: Record<Lang, Record<DiagnosticKind, Entry>> = { en, zh }

/** The sentence and the remedy for one diagnostic. */
export function describe(diagnostic: Diagnostic, lang: Lang): { sentence: string; remedy: string } {
  const [sentence, remedy] = tables[lang][diagnostic.kind]
  const fill = (part: string): string => part.replace('{0}', diagnostic.subject)
  return { sentence: fill(sentence), remedy: fill(remedy) }
}

/** `file:line:column`, as editors and terminals link it. */
export function place({ file, line, column }: Diagnostic): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}
