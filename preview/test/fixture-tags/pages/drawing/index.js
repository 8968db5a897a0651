const { note } = require('../../log')
Page({
  data: {
    modes: ['scaleToFill', 'aspectFit', 'aspectFill', 'widthFix', 'heightFix', 'top', 'bottom', 'center', 'left', 'right', 'top left', 'top right', 'bottom left', 'bottom right'],
    words: 'a  b &lt; c',
    html: '<div class="rich" style="color: red" onclick="alert(1)">x  y<script>alert(1)</script><b>bold</b></div>',
    nodes: [{ name: 'p', attrs: { class: 'para' }, children: [{ type: 'text', text: 'A &amp; B' }, { name: 'video' }] }],
  },
  note,
})
