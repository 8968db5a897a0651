import { defineMessages } from '../shared/messages'

const TABLE = defineMessages({
  'badge.grade0': ['网络质量未知', 'Network quality unknown'],
  'badge.grade1': ['网络很差', 'Network bad'],
  'badge.grade2': ['网络较差', 'Network poor'],
  'badge.grade3': ['网络一般', 'Network fair'],
  'badge.grade4': ['网络良好', 'Network good'],
  'badge.grade5': ['网络优秀', 'Network excellent'],
})

export type GradeKey = keyof typeof TABLE

/** What the grades are called; apart from the badge's other texts, because tiles say it too. */
export const GRADES = Object.keys(TABLE) as GradeKey[]
