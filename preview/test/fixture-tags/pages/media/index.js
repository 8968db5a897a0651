const { note } = require('../../log')
Page({ data: { src: '', danmu: [{ text: 'hello', time: 0, color: '#ff0' }], camera: false, position: 'front', web: '' }, note })
