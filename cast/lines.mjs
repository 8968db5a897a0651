/** What the cast says. In either language a few speak the other one. */
export const NAMES = {
  zh: { lin: '小林', zhe: '阿哲', anna: 'Anna', marco: 'Marco', yutong: '雨桐', sam: 'Sam' },
  en: { lin: 'Lin', zhe: 'Zhe', anna: 'Anna', marco: 'Marco', yutong: 'Yutong', sam: 'Sam' },
}

export const FANS = {
  zh: ['山有木兮', '小鱼干', 'Kevin', '橘子汽水', '老王', '阿May', '晚风', '豆豆'],
  en: ['Kevin', 'Maple', 'Jo', 'orangesoda', 'Old Wang', 'May', 'nightwind', 'Dot'],
}

const TALK = {
  zh: [
    '来啦来啦',
    '画面好清楚',
    '主播今天状态不错',
    '声音刚刚好',
    '这个怎么做到的？',
    '哈哈哈哈哈',
    '第一次来，先关注了',
    '下次什么时候播？',
    '能讲讲连麦怎么用吗',
    '学到了学到了',
    '666',
    'hello from Singapore',
    '求链接',
    '背景好好看',
    '太真实了😂',
  ],
  en: [
    'hi everyone',
    'the picture is so sharp',
    'love the lights',
    'sound is perfect',
    'how did you do that?',
    'hahaha',
    'first time here, followed',
    'when is the next show?',
    'can you show how linking works?',
    'learned a lot today',
    'wow',
    '来自上海的问候',
    'link please',
    'that background though',
    'so true 😂',
  ],
}

const BARRAGE = {
  zh: ['前方高能', '冲鸭！', '泪目', '好听！', '合影合影', '名场面'],
  en: ['here it comes', 'go go go!', 'tears', 'what a voice', 'say cheese', 'iconic'],
}

const GIFTS = {
  zh: [
    { id: 'rose', name: '玫瑰' },
    { id: 'coffee', name: '咖啡' },
    { id: 'rocket', name: '火箭' },
  ],
  en: [
    { id: 'rose', name: 'Rose' },
    { id: 'coffee', name: 'Coffee' },
    { id: 'rocket', name: 'Rocket' },
  ],
}

const MEETING = {
  zh: ['屏幕上的数据我发群里了', '这个点我同意', '稍等，我记一下', '下周三可以吗？', '👍'],
  en: [
    'I sent the figures to the group',
    'agreed on that point',
    'one moment, taking notes',
    'does Wednesday work?',
    '👍',
  ],
}

export const BUSY = { zh: '在开会，晚点回你', en: 'In a meeting, I will call you back' }

export const linesOf = (language) => ({
  talk: TALK[language],
  barrage: BARRAGE[language],
  gifts: GIFTS[language],
  meeting: MEETING[language],
})
