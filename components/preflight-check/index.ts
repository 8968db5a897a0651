import { LiveError } from '../../src/index'
import {
  openPermissions,
  preflight,
  requestScope,
  requirePrivacy,
  type PreflightReport,
  type PreflightRow,
  type Scope,
} from '../../src/preflight/index'
import { ACTION_DATA, act, actionBehavior, fail, isGone, type Actor } from '../shared/action'
import { raiser } from '../shared/events'
import { errorSentence, resolveLang } from '../shared/locale'
import type { PreflightCheckEvents } from './events'
import { properties } from './props'
import { BLANK, viewOf, wordsOf } from './view'

interface Tap {
  currentTarget: { dataset: { check?: string } }
}

/** What does not render. */
interface Memory {
  report?: PreflightReport
  /** Checks begun; only the last one's answer counts. */
  checks: number
  /** The person was sent to settings and is not back. */
  away: boolean
}

const raise = raiser<PreflightCheckEvents>()
const memories = new WeakMap<object, Memory>()

function own(component: object): Memory {
  let memory = memories.get(component)
  if (!memory) memories.set(component, (memory = { checks: 0, away: false }))
  return memory
}

Component({
  behaviors: [actionBehavior],
  externalClasses: ['custom-class'],
  options: { virtualHost: true },
  properties,
  data: { ...ACTION_DATA, ...BLANK, t: {} as Record<string, string>, sentence: '', checking: true },
  lifetimes: {
    attached() {
      this.speak()
      void this.check()
    },
  },
  pageLifetimes: {
    /** Settings are read again only when the person was in them: WeChat limits how often. */
    show() {
      const memory = own(this)
      if (memory.away) void this.check(true)
      memory.away = false
    },
  },
  observers: {
    lang() {
      this.speak()
    },
    'compact, failure'() {
      this.render()
    },
    'features, rendererFailed'() {
      if (own(this).checks) void this.check()
    },
  },
  methods: {
    speak() {
      this.setData({ t: wordsOf(resolveLang(this.data.lang)) })
      this.render()
    },
    render() {
      const { lang: property, compact, failure } = this.data
      const lang = resolveLang(property)
      const { report } = own(this)
      const sentence = failure ? errorSentence(lang, failure) : ''
      this.setData({ sentence, ...(report ? viewOf(report, lang, compact) : BLANK) })
    },
    show(report: PreflightReport) {
      own(this).report = report
      this.render()
      raise(this, 'result', { state: report.state })
      if (report.state === 'ok') raise(this, 'ready', {})
    },
    /** @param fresh reads the permissions again; WeChat limits how often */
    async check(fresh = false) {
      const memory = own(this)
      const number = (memory.checks += 1)
      const last = () => number === memory.checks && !isGone(this)
      const { features, rendererFailed } = this.data
      this.setData({ checking: true, failure: null })
      try {
        const asked = features?.length ? { features } : {}
        const report = await preflight({ ...asked, rendererFailed, fresh })
        if (last()) this.show(report)
      } catch (thrown) {
        if (last()) fail(this as unknown as Actor, LiveError.from(thrown, 'invalid-argument', 'preflight-check failed'))
      }
      if (last()) this.setData({ checking: false })
    },
    onAgain() {
      void this.check(true)
    },
    /** Runs to the platform's call without an await: settings open from a tap only. */
    onFix({ currentTarget: { dataset } }: Tap) {
      const { report } = own(this)
      const row = report?.rows.find(({ check }) => check === dataset.check)
      if (!report || !row) return
      void act(this as unknown as Actor, `fix-${row.check}`, () => this.fix(report, row))
    },
    async fix(report: PreflightReport, row: PreflightRow) {
      try {
        if (row.fix === 'request-scope') await requestScope(row.check as Scope)
        else if (row.fix === 'require-privacy') await requirePrivacy()
        else {
          own(this).away = true
          await openPermissions({ ...report, rows: [row] })
        }
      } catch (thrown) {
        own(this).away = false
        throw thrown
      } finally {
        // A refusal changes the row too.
        void this.check()
      }
    },
  },
})
