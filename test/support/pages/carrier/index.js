Component({
  properties: { panel: Boolean, auto: Boolean },
  data: { errors: [] },
  methods: {
    onError({ detail }) {
      this.setData({ errors: [...this.data.errors, detail.reason] })
    },
  },
})
