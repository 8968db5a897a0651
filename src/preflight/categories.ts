/** Who may use the two tags and how they are switched on: what remedies quote. Source: both component pages, as of 2026-07-29. */

/** One text in the kit's two languages. */
export interface Text {
  /** Chinese, as the platform's own pages say it. */
  zh: string
  /** English. */
  en: string
}

/** The 11 rows of service categories (类目) that may use live-pusher and live-player; `zh` is the platform's own wording. */
export const CATEGORIES: readonly Text[] = [
  { zh: '社交-直播', en: 'Social: live streaming' },
  { zh: '社交-直播表演', en: 'Social: live performance' },
  { zh: '教育-在线视频课程', en: 'Education: online video courses' },
  {
    zh: '医疗-互联网医院/公立医疗机构/三级私立医疗机构/其他私立医疗机构',
    en: 'Medical: internet hospitals, public, tertiary private and other private institutions',
  },
  {
    zh: '金融-银行、信托、公募基金、私募基金、证券/期货、证券、期货投资咨询、保险、企业征信、新三板信息服务平台、股票信息服务平台(含港股/美股)、消费金融、融资担保、汽车金融/融资租赁',
    en: 'Finance: banks, trusts, public and private funds, securities and futures and their advisers, insurance, corporate credit reporting, NEEQ and stock information platforms, consumer finance, financing guarantees, car finance and leasing',
  },
  { zh: '汽车-汽车预售', en: 'Cars: pre-sale' },
  { zh: '政府主体账号', en: 'Accounts of government bodies' },
  { zh: 'IT科技-多方通信/音视频设备', en: 'IT: multi-party communication, audio and video devices' },
  { zh: '房地产服务-房地产营销', en: 'Real estate: marketing' },
  { zh: '商业服务-公证', en: 'Business services: notaries' },
  {
    zh: '公共服务-交通运输(仅港澳特区政府主体)',
    en: 'Public services: transport (government bodies of Hong Kong and Macau only)',
  },
]

/** What the account's administrator does, in order. */
export const SWITCH_STEPS: readonly Text[] = [
  {
    zh: '在微信公众平台「设置-基本设置-服务类目」添加允许的类目并通过审核（社交类首次审核约 7 天）',
    en: 'In the WeChat console (mp.weixin.qq.com) add an allowed category and pass its review (the first of a social category takes about 7 days)',
  },
  {
    zh: '进入「开发-接口设置」，自助开通「实时播放音视频流」和「实时录制音视频流」',
    en: 'Open 开发 > 接口设置 (Development > Interface settings) and switch on playing and recording of real-time audio and video',
  },
  { zh: '重新打开小程序', en: 'Open the mini-program again' },
]
