# 人们看到的文字（中文）。键与变量须与 en.ftl 相同，有测试比对。
# 第一行就是锁屏时能看到的全部。

## 按钮
label-acknowledge = 收到
label-cannot = 无法到场
label-escalate = 升级
label-update = 续报
label-stand-down = 应急结束
label-cancel = 取消
label-report = 报告
label-incidents = 未结事件
label-help = 帮助
label-full = 全文与照片
label-again = 重新呼叫全部
label-still = 仍在处理
label-level = { $id }级
label-other = 其他
label-not-known = 不清楚
label-no = 无
label-yes = 有
label-not-needed = 不需要
label-needed = 需要
label-later = 先不补充
label-timeline = 完整记录
label-more = 下一页
label-back = 上一页
label-number = #{ $n }

## 片段
drill = 【演练】
nobody = 无人
and-more = 等另外 { $n } 人
no-category = 事件
file-only = （仅照片或文件，无文字）
quoted = «{ $text }»
span-seconds = { $s }秒
span-minutes = { $m }分钟
span-hours = { $h }时{ $m }分
span-days = { $d }天{ $h }时
month-day = { $month }月{ $day }日 { $time }
as-role = { $name }（{ $role }）
times = { $name } ×{ $n }
you = { $name }（您）
anonymous = { $name }（匿名管理员）
late = 应于 { $time }，已延迟
duty-call = 请在旁边的同志打值班电话 { $phone }
duty-none = 请在旁边的同志打电话联系

why-not-bound = 未绑定账号
why-never-started = 从未启用机器人
why-blocked = 已停用机器人
why-deactivated = 账号已注销
why-no-rights = 机器人无权在此发言

## 事件卡
card-open = 🔴 #{ $n } { $category } · { $level }级 · 待确认
card-exhausted = ⛔ #{ $n } { $category } · { $level }级 · 无人确认
card-acknowledged = 🟠 #{ $n } { $category } · { $level }级 · { $who } { $time } 已收到
card-closed = 🟢 #{ $n } { $category } · 已结束 { $time } · 历时 { $span }
card-reported = { $time } { $who } 报告 · 已登记
card-tried = { $time } { $who } · { $how }
how-paged = 已呼叫
how-declined = 无法到场
how-failed = 未送达
how-unreachable = ✗ 联系不上，{ $why }
card-next-step = 下一步 { $time }：{ $who }
card-next-round = 下一步 { $time }：第 { $round } 轮，{ $who }
card-next-last = 下一步 { $time }：在群内通报无人确认
card-rings = { $time } 再次响铃
card-category = { $time } 类别更改，已重新呼叫
card-had = { $who } { $time } 曾收到
card-next-question = { $time } 前无续报，将询问 { $who }
card-next-lapse = { $time } 前无回应，将重新呼叫
card-exhausted-hint = 机器人不再自动呼叫。请立即打电话，或重新呼叫。
card-news = { $time } { $who }：«{ $text }»
card-closed-by = { $who } 宣布结束
card-reason = 说明：«{ $text }»
card-hurt = 人员受伤：{ $answer }
card-support = 需要支援：{ $answer }
answer-no = 无
answer-yes = 有
support-no = 不需要
support-yes = 需要
support-unknown = 不清楚
answer-unknown = 不清楚

## 呼叫
page-first = 🔴 【{ $level }级】{ $category }{ $where } · #{ $n }
page-again = 🔴 { $nth } · 【{ $level }级】{ $category }{ $where } · #{ $n }
page-where = { " " }· { $text }
nth = 第{ $n }次呼叫
page-reported = { $who } { $time } 报告
page-reported-phone = { $who } { $time } 报告 · { $phone }
page-role = 您是{ $role }。
page-next-step = { $time } 前未确认将呼叫{ $who }。
page-next-last = { $time } 前未确认将在群内通报无人确认。
page-waited = 已等 { $span }，无人确认。
page-had = { $who } { $time } 曾收到，现重新呼叫。
page-sofar = 已呼叫：{ $who }
page-yours = 🟠 #{ $n } { $category } · { $level }级 · 您 { $time } 已收到
page-others = 🟠 #{ $n } { $category } · { $level }级 · { $who } { $time } 已收到
page-nothing-to-do = 您无需处理。
page-declined = 已记录：您无法到场。

## 收到后无续报
question-head = 🟠 #{ $n } 您 { $time } 已收到，{ $span }没有续报
question-ask = 还在处理吗？5 分钟内无回应将重新呼叫。
question-over = #{ $n }：已有结果，无需再答。

## 群内通知
escalated-no-answer = ⏫ #{ $n } { $time } 无人确认，已呼叫 { $who }
escalated-by-hand = ⏫ #{ $n } { $time } 已升级，已呼叫 { $who }
escalated-nobody-left = ⏫ #{ $n } { $time } 无人能响应，已呼叫 { $who }
escalated-again = ⏫ #{ $n } { $time } 重新呼叫：{ $who }
escalated-category = ⏫ #{ $n } { $time } 类别更改，已呼叫 { $who }
escalated-round = 第 { $round } 轮
unreached-head = ⚠️ #{ $n } { $time } 有人联系不上
notice-silent = { $who }：已送达，未回应
notice-sending = { $who }：尚未送达
notice-declined = { $who }：无法到场
notice-unreached = { $who }：联系不上（{ $why }）
notice-nobody = { $roles }：无人在岗，已跳过
exhausted-head = ⛔ #{ $n } { $category }：全部呼叫完毕，仍无人确认
exhausted-phone = 请立即打电话：{ $phone }
exhausted-unreached = 联系不上：{ $who }（{ $why }）
exhausted-resumed = { $time } 已重新开始呼叫。
exhausted-taken = { $who } { $time } 已收到。
exhausted-hint = 机器人不再自动呼叫。请立即打电话，或重新呼叫。

## 补充情况
missing-head = #{ $n } 已登记。
missing-hurt = 请补充：有人受伤吗？
missing-support = 请补充：需要支援吗（医护、消防、公安）？
missing-thanks = #{ $n }：谢谢。还有情况请回复事件卡：/update { $n } 加内容。

## 引导报告
form-category = 📝 是什么情况？点选，或回复本条写明地点和情况。
form-severity = 📝 有多严重？点选，或回复本条写明地点和情况。
form-text = 📝 在哪里？发生了什么？请回复本条，一次写完。
form-hint = 地点和情况
form-chosen = 📝 { $what }
form-chosen-nothing = 📝 已记下。
form-over = 📝 此表单已结束。重新报告：/report
form-stored = 📝 已登记为 #{ $n }。
form-reminder = ⏳ 您的报告尚未登记。请回复地点和情况，或 /cancel 取消。
form-expired = 📝 未完成的报告已作废，没有登记任何内容。重新报告：/report
update-ask = ✏️ #{ $n }：有什么新情况？请回复本条。
form-for = { $who }：
update-hint = #{ $n } 的新情况

## 答句
line-acknowledged = 已收到 #{ $n }，不再呼叫他人。
line-acknowledged-by = { $who } { $time } 已收到 #{ $n }，您无需处理。
line-acknowledged-by-you = 您 { $time } 已收到 #{ $n }，由您负责。
line-closed = #{ $n } 已于 { $time } 结束，您无需处理。
line-may-not-acknowledge = 您不能确认 #{ $n }。可以确认的：{ $who }。
line-may-not-stand-down = 您没有权限结束 { $level } 级事件。有权限的：{ $who }。您可以：升级、续报。
line-may-not-read = 只有配置中的人员可以查看。要加入，请找：{ $who }。
line-may-not-change = 您不能更改 #{ $n }。可以更改的：{ $who }。
line-decline-noted = 已记录：您无法到场。正在呼叫 { $who }。
line-decline-noted-last = 已记录：您无法到场。已无人可呼叫，将在群内公告。
line-escalated = #{ $n } 已升级，正在呼叫 { $who }。
line-escalated-already = #{ $n } 刚才已升级，正在呼叫 { $who }。
line-nobody-left = #{ $n }：已无人可呼叫，请立即打电话。
line-paged-again = #{ $n }：重新呼叫 { $who }。
line-update-stored = #{ $n }：续报已记录。
line-update-asked = 请回复下面的消息，写明新情况。
line-stood-down = #{ $n } 已结束。
line-severity-changed = #{ $n } 现为 { $level } 级。
line-severity-same = #{ $n } 已经是 { $level } 级。
line-severity-unknown = 没有“{ $given }”这一级。可选：{ $known }。
line-category-changed = #{ $n } 现为 { $category }。
line-category-same = #{ $n }：无需更改。
line-fact-noted = #{ $n }：已记录。
line-later-noted = 好的。事件已登记。
line-still-noted = #{ $n }：已记录，仍由您负责。
line-full-comes = #{ $n }：全文如下。
line-comes = 请看。
line-old = 此按钮已过期。请看最新的事件卡：/incidents
line-foreign = 不认识这个按钮。请看最新的事件卡：/incidents
line-no-incident = 没有 #{ $n }。最近一个是 #{ $last }。未结事件：/incidents
line-no-incident-yet = 还没有任何事件。报告请用：/report 内容
line-which = 哪一个？请加编号，例如“{ $n }”。未结：{ $open }
line-which-none = 目前没有未结事件。请加编号，例如“7”。
line-others-form = 这是别人的表单。请自己开始：/report
line-form-gone = 此表单已结束。请重新开始：/report
line-form-goes-on = 已记下。
line-form-cancelled = 已取消，没有登记任何内容。
line-nothing-to-cancel = 没有可取消的内容。
line-language-set = 从现在起使用中文。
line-language-group = 只有管理员可以更改群的语言。您自己的：私聊我发 /lang zh
line-stranger-user = 您还不在配置中，没有登记任何内容。有紧急情况请立即打值班电话。请把这个号码交给管理员：{ $id }
line-stranger-chat = 本群未配置，没有登记任何内容。请立即打值班电话。请管理员记下本群编号：{ $id }
line-chat-not-configured = 本群尚未配置。请管理员把本群编号写进配置：{ $id }
line-no-reports = 本群不受理报告，没有登记任何内容。请在值班群报告，或私聊我。
line-anonymous-form = 您在匿名发言，无法向您提问。请一行写完：/report 什么事、在哪里。
line-anonymous = 您在匿名发言，无法确认身份，没有登记任何内容。请关闭“匿名”，或私聊我。
line-forwarded = 转发的消息不作为指令。要以它报告，请回复该消息：/report
line-not-understood = 没看懂。报告请点“报告”，或发 /report 加情况。
line-unknown-command = 没有 /{ $given } 这个命令。全部命令：/help
line-unknown-command-near = 没有 /{ $given } 这个命令。您是要 /{ $near } 吗？
line-not-a-number = “{ $given }”不是编号。例如：/{ $command } 7
line-missing-severity = 哪一级？例如：/severity 7 II
line-language-unknown = 语言：/lang zh 或 /lang en

## 欢迎、帮助、我是谁
welcome = ✅ { $name }，现在可以呼叫到您了。
welcome-roles = 您的职务：{ $roles }
welcome-how = 报告请点下方“报告”，或发 /report 加情况。请让本聊天响铃：打开通知，夜间也要响。
help-head = 命令
help-line = /{ $command } { $argument } – { $text }
help-line-plain = /{ $command } – { $text }
help-foot = 回复事件卡时可以不写编号。
cmd-report = 报告事件
cmd-incidents = 未结事件
cmd-incident = 查看一个事件
cmd-ack = 收到
cmd-escalate = 立即呼叫下一级
cmd-update = 续报
cmd-close = 应急结束
cmd-severity = 更改级别
cmd-timeline = 完整记录
cmd-help = 本列表
cmd-whoami = 我是谁
cmd-lang = 语言
cmd-cancel = 取消表单
cmd-start = 开始
arg-report = 内容
arg-number = 编号
arg-update = 编号 内容
arg-close = 编号 说明
arg-severity = 编号 级别
arg-lang = zh|en
whoami-known = 您是{ $name }（{ $person }）。
whoami-unknown = 您不在配置中。
whoami-roles = 职务：{ $roles }
whoami-admin = 管理员
whoami-user = 您的 Telegram 号码：{ $id }
whoami-chat = 本聊天编号：{ $id }
whoami-phone = 电话：{ $phone }

## 列表与记录
incidents-head = 未结事件：{ $n }
incidents-none = 没有未结事件。
incidents-page = 第 { $page } 页，共 { $pages } 页
incidents-line = { $sign } #{ $n } { $level } { $category } · { $state } · { $text }
state-paging = { $time } 起待确认
state-exhausted = 无人确认
state-acknowledged = { $who } { $time }
timeline-head = #{ $n } 的完整记录：{ $count } 条
timeline-part = #{ $n } 的完整记录，第 { $part } 部分
timeline-foot = 校验链：{ $hash }…
full-head = #{ $n } { $category } · { $level }级
full-news = { $time } { $who }
ev-reported = { $who } 报告 «{ $text }»
ev-reported-level = { $level }级{ $category }
ev-step-entered = 第 { $round } 轮第 { $step } 步
ev-step-passed-no-answer = 第 { $step } 步：无人确认
ev-step-passed-nobody = 第 { $step } 步：无人在岗
ev-step-passed-nobody-left = 第 { $step } 步：无人能响应
ev-step-passed-by-hand = 第 { $step } 步：{ $who } 升级
ev-paged = 呼叫 { $person }，第 { $call } 次呼叫
ev-rang-again = 再次响铃，第 { $attempt } 次
ev-delivered = { $person }：第 { $call } 次呼叫已送达
ev-not-reached = { $person }：联系不上（{ $why }）
ev-page-failed = { $person }：呼叫被拒（{ $reason }）
ev-post-failed = 群 { $chat }：未能发布（{ $reason }）
ev-declined = { $who } 无法到场
ev-exhausted = 全部呼叫完毕，仍无人确认
ev-acknowledged = { $who } 收到
ev-questioned = 询问是否仍在处理
ev-still-on-it = { $who }：仍在处理
ev-restarted-raised = 重新呼叫：级别提高
ev-restarted-category = 重新呼叫：类别更改
ev-restarted-lapsed = 重新呼叫：收到后无续报
ev-restarted-by-hand = 重新呼叫：{ $who }
ev-severity = { $who } 将级别由 { $from } 改为 { $to }
ev-category = { $who } 定类别为 { $to }
ev-fact-hurt = { $who }：人员受伤 – { $answer }
ev-fact-support = { $who }：需要支援 – { $answer }
ev-updated = { $who }：«{ $text }»
ev-closed = { $who } 宣布结束 «{ $text }»
the-bot = 机器人

## 给管理员
admin-stranger = ⚠️ 未配置的人或群报告：没有登记任何内容。
admin-stranger-chat = { $title }（{ $chat }）
admin-moved = ℹ️ 群 { $from } 已升级为超级群，机器人会继续使用。请在配置中改为新编号：{ $to }
admin-cannot-write = ⚠️ 无法在群 { $chat } 发言：{ $why }。请让我加入并允许发言。
admin-second-poller = ⚠️ 另有程序在用本机器人的令牌，消息可能被它取走。请停掉它，或用 BotFather 换新令牌。
admin-unreadable = ⚠️ 有一条消息无法读取，已另存，不影响其他消息；原因见日志。
admin-webhook = ⚠️ Telegram 无法把消息送达机器人：{ $why }。消息在 Telegram 保留 24 小时。请检查 webhook_url、证书和网络。
admin-config-refused =
    ⚠️ 新配置有错，未启用，仍按原配置运行。共 { $n } 处，第一处：{ $first }
    查看全部：dutybell check
admin-config-line = 第 { $line } 行：{ $first }
admin-needs-restart = 新配置已生效，但 { $keys } 需重启机器人才生效。
