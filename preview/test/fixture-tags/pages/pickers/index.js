const { note } = require('../../log')
Page({
  data: {
    one: 1,
    people: [{ name: 'Ann' }, { name: 'Bob' }, { name: 'Cy' }],
    kinds: [
      ['Fish', 'Bird'],
      ['Carp', 'Pike'],
    ],
    picked: [0, 1],
    place: ['广东省', '深圳市', '南山区'],
    wheels: [2, 0],
    hours: [0, 1, 2, 3, 4, 5],
    minutes: [0, 15, 30, 45],
  },
  note,
  onColumn(event) {
    note(event)
    if (event.detail.column === 0 && event.detail.value === 1)
      this.setData({ kinds: [['Fish', 'Bird'], ['Wren', 'Tern', 'Crow']], picked: [1, 0] })
  },
})
