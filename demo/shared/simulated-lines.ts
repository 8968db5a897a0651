/** Who is in the simulated rooms, and what they say. */
export const NAMES = {
  zh: { lin: '小林', zhe: '阿哲', anna: 'Anna', marco: 'Marco', yutong: '雨桐', sam: 'Sam' },
  en: { lin: 'Lin', zhe: 'Zhe', anna: 'Anna', marco: 'Marco', yutong: 'Yutong', sam: 'Sam' },
}

export const FANS = {
  zh: ['山有木兮', '小鱼干', 'Kevin', '橘子汽水', '晚风'],
  en: ['Kevin', 'Maple', 'Jo', 'nightwind', 'Dot'],
}

export const GIFT = { zh: '玫瑰', en: 'Rose' }

/** Of an audience. */
export const TALK = {
  zh: [
    '来啦来啦',
    '今天状态不错',
    '怎么申请连麦？',
    '哈哈哈哈哈',
    '第一次来，先关注了',
    '666',
    '学到了',
    '下次什么时候播？',
  ],
  en: [
    'hi everyone',
    'good to see you',
    'how do I join in?',
    'hahaha',
    'first time here',
    'wow',
    'learned a lot',
    'again soon?',
  ],
}

/** Of a meeting. */
export const TEAM = {
  zh: ['数据我发群里了', '这个点我同意', '稍等，我记一下', '下周三可以吗？', '👍'],
  en: ['I sent the figures', 'agreed on that', 'one moment, taking notes', 'does Wednesday work?', '👍'],
}
