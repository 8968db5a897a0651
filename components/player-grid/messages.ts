import { defineMessages } from '../shared/messages'

const _table = defineMessages({
  'grid.empty': ['还没有人开播', 'Nobody is live yet'],
  'grid.empty-hint': ['主播开播后，画面会出现在这里', 'The picture appears here when somebody goes live'],
  'grid.previous': ['上一页', 'Previous page'],
  'grid.next': ['下一页', 'Next page'],
  'grid.page': ['第 {page} 页，共 {pages} 页', 'Page {page} of {pages}'],
})

export type PlayerGridKey = keyof typeof _table
