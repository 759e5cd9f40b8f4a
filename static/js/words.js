// The few words that script itself says, in the page's language.
const CHINESE = {
  count: "{count} / {limit} 字",
  countOnly: "{count} 字",
  sending: "正在上传 {name}",
  sent: "已上传 {name}",
  failed: "未上传，网络已断开",
  retry: "重试",
  cancel: "取消",
  cancelled: "已取消 {name}",
  saving: "保存中",
  waiting: "未保存，正在重试",
  notSaved: "未保存",
  found: "发现 {time} 未保存的内容",
  restore: "恢复",
  discard: "放弃",
  copied: "已复制链接",
  copiedText: "已复制文字",
  copyBy: "链接：{url}",
  close: "关闭",
  noMatch: "没有符合的选项",
  matches: "{count} 个选项",
  busy: "处理中",
  removed: "已删除",
  undo: "撤销",
  added: "已添加第 {number} 项",
  range: "填写0至{most}的分数，每档半分",
};

const ENGLISH = {
  count: "{count} / {limit} characters",
  countOnly: "{count} characters",
  sending: "Uploading {name}",
  sent: "{name} is uploaded",
  failed: "Not uploaded, the network is down",
  retry: "Try again",
  cancel: "Cancel",
  cancelled: "{name} is cancelled",
  saving: "Saving",
  waiting: "Not saved, trying again",
  notSaved: "Not saved",
  found: "There is text of {time} that was not saved",
  restore: "Restore",
  discard: "Discard",
  copied: "The link is copied",
  copiedText: "Text copied",
  copyBy: "Link: {url}",
  close: "Close",
  noMatch: "Nothing matches",
  matches: "{count} options",
  busy: "Working",
  removed: "Removed",
  undo: "Undo",
  added: "Number {number} is added",
  range: "Give 0 to {most} points in steps of half a point",
};

const words = document.documentElement.lang.startsWith("zh") ? CHINESE : ENGLISH;

export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
