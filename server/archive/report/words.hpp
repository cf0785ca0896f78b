#pragma once
// What reports and sheets say, in three languages. Words from the glossary; a missing language does not compile.
// "{1}" stands for a number or a text put in by html.hpp's fill().

#include <string_view>

#include "protocol/views.hpp"

namespace warsha::words {

struct Said {
    std::string_view ar, fr, en;
    consteval Said(char const* arabic, char const* french, char const* english) : ar(arabic), fr(french), en(english) {}
    [[nodiscard]] constexpr std::string_view in(Language language) const {
        return language == Language::ar ? ar : language == Language::fr ? fr : en;
    }
};

inline constexpr Said report{"تقرير الورشة", "Rapport de l’atelier", "Workshop report"};
inline constexpr Said interim{"تقرير مؤقت: الورشة لم تنته بعد.", "Rapport provisoire : l’atelier n’est pas terminé.", "Interim report: the workshop is not over yet."};
inline constexpr Said rehearsal{"ورشة تجريبية: الأسماء والأصوات ليست حقيقية بالضرورة.", "Salle d’essai : les noms et les voix n’y sont pas forcément réels.",
                                "Trial room: names and votes in it need not be real."};
inline constexpr Said participants{"المشاركون", "Participants", "Participants"};
inline constexpr Said activities{"الأنشطة", "Activités", "Activities"};
inline constexpr Said proposals{"المقترحات", "Propositions", "Proposals"};
inline constexpr Said ballots{"أوراق التصويت", "Bulletins", "Ballots"};
inline constexpr Said times_in{"حسب توقيت المنطقة الزمنية {1}", "Heures du fuseau horaire {1}", "Times in the zone {1}"};
inline constexpr Said times_utc{"التوقيت العالمي المنسق (UTC)", "Heures en temps universel (UTC)", "Times in UTC"};

inline constexpr Said agenda{"جدول الأعمال", "Ordre du jour", "Agenda"};
inline constexpr Said participation{"المشاركة حسب المجموعة", "Participation par groupe", "Participation by group"};
inline constexpr Said results{"النتائج", "Résultats", "Results"};
inline constexpr Said computed{"كيف يحسب كل رقم", "Comment chaque nombre est calculé", "How each number is computed"};
inline constexpr Said check{"كيف تتحققون من هذا التقرير", "Comment vérifier ce rapport", "How to check this report"};

inline constexpr Said kind_proposals{"جمع المقترحات", "Recueil de propositions", "Collecting proposals"};
inline constexpr Said kind_choice{"اختيار", "Choix", "Choice"};
inline constexpr Said kind_dots{"التصويت بالنقط", "Vote par points", "Dot voting"};
inline constexpr Said kind_rating{"تقييم", "Évaluation", "Rating"};
inline constexpr Said kind_impact{"الأثر وقابلية الإنجاز", "Impact et faisabilité", "Impact and feasibility"};
inline constexpr Said kind_words{"كلمات وأجوبة", "Mots et réponses", "Words and answers"};
inline constexpr Said kind_statements{"عبارات: أوافق أو لا أوافق", "Énoncés : d’accord ou pas", "Statements: agree or disagree"};
inline constexpr Said kind_questions{"أسئلة القاعة", "Questions de la salle", "Questions from the hall"};
inline constexpr Said kind_motion{"رأي رسمي", "Avis formel", "Formal opinion"};
inline constexpr Said kind_clusters{"ترتيب المقترحات في مجموعات متقاربة", "Regroupement des propositions", "Sorting proposals into clusters"};
inline constexpr Said kind_survey{"استمارة", "Questionnaire", "Form"};
inline constexpr Said kind_quiz{"اختبار تدريبي", "Quiz", "Quiz"};
inline constexpr Said kind_pre_test{"اختبار قبلي", "Test de départ", "Pre-test"};
inline constexpr Said kind_post_test{"اختبار بعدي", "Test final", "Post-test"};
inline constexpr Said kind_materials{"وثائق للقراءة", "Documents à lire", "Materials"};
inline constexpr Said form_rule{"عدد الأسئلة: {1}. يمكن ترك أي سؤال بدون جواب.", "{1} questions ; chacune peut rester sans réponse.", "{1} questions; any may be left out."};
inline constexpr Said answered{"أجابوا", "Réponses", "Answered"};
inline constexpr Said right_answer{"الجواب الصحيح", "bonne réponse", "right answer"};
inline constexpr Said score_mean{"المعدل", "Moyenne", "Mean score"};
inline constexpr Said score_of_questions{"من {1}", "sur {1}", "of {1}"};
inline constexpr Said score_before{"المعدل في الاختبار القبلي", "Moyenne du test de départ", "Mean score of the pre-test"};
inline constexpr Said gain{"ما تم تعلمه مما كان ناقصا", "Part de ce qui manquait, apprise", "Share of what was missing that was learnt"};
inline constexpr Said gain_none{"لم يرتفع المعدل بين الاختبارين.", "La moyenne n’a pas augmenté entre les deux tests.", "The mean did not rise between the two tests."};
inline constexpr Said score_note{"المعدل هو مجموع الأجوبة الصحيحة مقسوما على عدد المجيبين؛ السؤال المتروك بدون جواب لا يعد صحيحا. ما تم تعلمه = (البعدي − القبلي) ÷ (عدد الأسئلة − القبلي).",
                                 "La moyenne est le nombre de bonnes réponses divisé par le nombre de personnes ; une question sans réponse n’est pas juste. Part apprise = (après − avant) ÷ (questions − avant).",
                                 "The mean is the number of right answers divided by the number of people; a question left out is not right. Share learnt = (after − before) ÷ (questions − before)."};
inline constexpr Said catch_up{"بعد انتهاء الجلسة", "Après la séance", "After the session"};
inline constexpr Said certificates{"شهادات المشاركة", "Attestations de participation", "Certificates of participation"};
inline constexpr Said certificate_rule{"تمنح لكل من شارك في {1}% على الأقل من الأنشطة التي فتحت لمجموعته.", "Pour quiconque a pris part à au moins {1} % des activités ouvertes à son groupe.",
                                       "For everybody who took part in at least {1}% of the activities that were opened for their group."};
inline constexpr Said quadratic_rule{"وضع عدد من النقط على خيار واحد يكلف مربع هذا العدد.", "n points sur une option coûtent n × n.", "n dots on one item cost n × n."};
inline constexpr Said phase_prepared{"لم يفتح", "non ouvert", "not opened"};
inline constexpr Said phase_open{"مفتوح", "ouvert", "open"};
inline constexpr Said phase_closed{"مغلق", "clos", "closed"};
inline constexpr Said phase_skipped{"تم تجاوزه", "passé", "skipped"};
inline constexpr Said round{"الجولة", "Tour", "Round"};

inline constexpr Said group{"المجموعة", "Groupe", "Group"};
inline constexpr Said no_group{"بدون مجموعة", "Sans groupe", "No group"};
inline constexpr Said seats{"المقاعد", "Places", "Seats"};
inline constexpr Said share{"النسبة", "Part", "Share"};
inline constexpr Said everybody{"المجموع", "Total", "Total"};
inline constexpr Said option{"الخيار", "Option", "Option"};
inline constexpr Said votes{"الأصوات", "Voix", "Votes"};
inline constexpr Said dots{"النقط", "Points", "Dots"};
inline constexpr Said voters{"المصوتون", "Votants", "Voters"};
inline constexpr Said share_of_voters{"نسبة المصوتين", "Part des votants", "Share of voters"};
inline constexpr Said abstentions{"الامتناع عن التصويت", "Abstentions", "Abstentions"};
inline constexpr Said question{"السؤال", "Question", "Question"};
inline constexpr Said impact{"الأثر", "Impact", "Impact"};
inline constexpr Said feasibility{"قابلية الإنجاز", "Faisabilité", "Feasibility"};
inline constexpr Said mean{"المعدل", "Moyenne", "Mean"};
inline constexpr Said ratings{"التقييمات", "Évaluations", "Ratings"};
inline constexpr Said skipped{"بدون تقييم", "Sans avis", "Skipped"};
inline constexpr Said sum{"المجموع", "Somme", "Sum"};
inline constexpr Said means_by_group{"المعدل حسب المجموعة", "Moyenne par groupe", "Mean by group"};
inline constexpr Said scale_rule{"التقييم من 1 إلى {1}.", "Échelle de 1 à {1}.", "Scale from 1 to {1}."};
inline constexpr Said scale_note{"الأعمدة المرقمة: عدد من أعطوا كل قيمة. المعدل: المجموع مقسوم على عدد التقييمات؛ من لم يقيم لا يدخل في حسابه.",
                                 "Colonnes numérotées : combien ont donné chaque valeur. Moyenne : somme divisée par le nombre d’évaluations ; qui n’a pas donné d’avis n’y entre pas.",
                                 "Numbered columns: how many gave each value. Mean: sum divided by the number of ratings; who skipped does not enter into it."};
inline constexpr Said answer{"الجواب", "Réponse", "Answer"};
inline constexpr Said times_given{"عدد المرات", "Fois", "Times given"};
inline constexpr Said words_rule{"أجوبة بكلمات حرة، على الأكثر لكل مشارك: {1}.", "Réponses libres, au plus par participant : {1}.", "Free answers, at most per participant: {1}."};
inline constexpr Said words_note{"تجمع مختلف كتابات الكلمة الواحدة (بأداة التعريف أو بدونها، بالشكل أو بدونه، بحروف كبيرة أو صغيرة) تحت أكثرها استعمالا.",
                                 "Les graphies d’un même mot (avec ou sans article, accents, majuscules) sont comptées ensemble, sous la plus fréquente.",
                                 "Spellings of one word (with or without article, accents, capitals) are counted together, under the most frequent one."};
inline constexpr Said statement{"العبارة", "Énoncé", "Statement"};
inline constexpr Said agree{"أوافق", "D’accord", "Agree"};
inline constexpr Said disagree{"لا أوافق", "Pas d’accord", "Disagree"};
inline constexpr Said pass{"بدون رأي", "Sans avis", "Pass"};
inline constexpr Said unites{"تجمع", "rassemble", "unites"};
inline constexpr Said divides{"تفرق", "divise", "divides"};
inline constexpr Said statements_rule{"أوافق، لا أوافق، أو بدون رأي.", "D’accord, pas d’accord ou sans avis.", "Agree, disagree or pass."};
inline constexpr Said agreement_note{"تجمع: ثلثا من عبروا عن رأي في كل مجموعة على الأقل في الاتجاه نفسه. تفرق: أغلبية مجموعة ضد أغلبية أخرى، أو أقل من ثلاثة أخماس الجميع في أي اتجاه.",
                                     "Rassemble : dans chaque groupe, au moins deux tiers de ceux qui ont un avis vont dans le même sens. Divise : la majorité d’un groupe contre celle d’un autre, ou moins de trois cinquièmes de tous dans un sens.",
                                     "Unites: in every group at least two thirds of those with an opinion lean the same way. Divides: one group’s majority against another’s, or fewer than three fifths of all lean either way."};
inline constexpr Said answered_live{"تمت الإجابة عنه شفويا", "Réponse donnée oralement", "Answered live"};
inline constexpr Said no_answer{"بدون جواب", "Sans réponse", "Not answered"};

inline constexpr Said body{"الهيئة", "Instance", "Body"};
inline constexpr Said all_bodies{"المجموع", "Ensemble", "All bodies"};
inline constexpr Said on_roll{"اللائحة", "Inscrits", "On the roll"};
inline constexpr Said quorum{"النصاب القانوني", "Quorum", "Quorum"};
inline constexpr Said present{"الحاضرون", "Présents", "Present"};
inline constexpr Said in_favour{"موافق", "Pour", "In favour"};
inline constexpr Said against{"معارض", "Contre", "Against"};
inline constexpr Said abstain{"امتناع", "Abstention", "Abstain"};
inline constexpr Said did_not_vote{"لم يصوت", "N’a pas voté", "Did not vote"};
inline constexpr Said opinion{"الرأي", "Avis", "Opinion"};
inline constexpr Said opinion_favourable{"رأي بالموافقة", "Avis favorable", "Opinion in favour"};
inline constexpr Said opinion_unfavourable{"رأي بعدم الموافقة", "Avis défavorable", "Opinion against"};
inline constexpr Said decision_favourable{"مقرر: تمت المصادقة", "Délibération : adoptée", "Decision: adopted"};
inline constexpr Said decision_unfavourable{"مقرر: لم تتم المصادقة", "Délibération : rejetée", "Decision: not adopted"};
inline constexpr Said outcome_tied{"تعادل الأصوات: في انتظار الصوت المرجح", "Partage des voix : voix prépondérante attendue", "Tie: waiting for the casting vote"};
inline constexpr Said outcome_lapsed{"لاغ: النصاب غير مكتمل عند الإغلاق", "Nul : quorum non atteint à la clôture", "Void: no quorum at the close"};
inline constexpr Said shares_in_favour{"نسبة الموافقين حسب كل أساس", "Part des voix pour, selon la base", "Share in favour, by base"};
inline constexpr Said base_for_and_against{"الموافقون والمعارضون", "pour et contre", "for and against"};
inline constexpr Said base_cast{"الأصوات المعبر عنها مع الامتناع", "bulletins exprimés, abstentions comprises", "ballots cast, abstentions included"};
inline constexpr Said base_present{"الحاضرون عند الفتح", "présents à l’ouverture", "present at the opening"};
inline constexpr Said base_roll{"كل المسجلين في اللائحة", "tous les inscrits", "everybody on the roll"};
inline constexpr Said quorum_more_than{"النصاب: أكثر من {1}/{2} من لائحة كل هيئة.", "Quorum : plus de {1}/{2} des inscrits de chaque instance.", "Quorum: more than {1}/{2} of each body’s roll."};
inline constexpr Said quorum_at_least{"النصاب: {1}/{2} على الأقل من لائحة كل هيئة.", "Quorum : au moins {1}/{2} des inscrits de chaque instance.", "Quorum: at least {1}/{2} of each body’s roll."};
inline constexpr Said threshold_simple{"الأغلبية: الموافقون أكثر من المعارضين.", "Majorité : plus de pour que de contre.", "Majority: more for than against."};
inline constexpr Said threshold_absolute{"الأغلبية المطلقة: أكثر من النصف", "Majorité absolue : plus de la moitié", "Absolute majority: more than half"};
inline constexpr Said threshold_two_thirds{"أغلبية الثلثين على الأقل", "Majorité des deux tiers au moins", "At least two thirds"};
inline constexpr Said threshold_fraction{"أغلبية {1}/{2} على الأقل", "Majorité d’au moins {1}/{2}", "At least {1}/{2}"};
inline constexpr Said out_of{"من:", "de :", "of:"};
inline constexpr Said tie_fails{"عند التعادل: لا تتم الموافقة.", "En cas de partage : rejet.", "A tie fails."};
inline constexpr Said tie_chair{"عند التعادل: الصوت المرجح للرئيس.", "En cas de partage : voix prépondérante du président.", "A tie is decided by the chair’s casting vote."};
inline constexpr Said overall_all{"الرأي العام بالموافقة إذا وافقت كل الهيئات.", "Favorable dans l’ensemble si toutes les instances le sont.", "Favourable overall when all bodies are."};
inline constexpr Said overall_most{"الرأي العام بالموافقة إذا وافقت أغلبية الهيئات.", "Favorable dans l’ensemble si la majorité des instances le sont.", "Favourable overall when most bodies are."};
inline constexpr Said overall_pooled{"تحتسب أصوات كل الهيئات مجتمعة.", "Les voix de toutes les instances sont comptées ensemble.", "The votes of all bodies are counted together."};
inline constexpr Said vote_is_public{"تصويت علني.", "Vote public.", "Public vote."};
inline constexpr Said vote_is_secret{"اقتراع سري.", "Scrutin secret.", "Secret ballot."};
inline constexpr Said not_opened{"لم يفتح التصويت، النصاب غير مكتمل:", "Le vote n’a pas été ouvert, quorum non atteint :", "The vote was not opened, quorum not reached:"};
inline constexpr Said present_of_needed{"الحاضرون {1}، المطلوب {2}.", "{1} présents, {2} requis.", "{1} present, {2} needed."};
inline constexpr Said casting_for{"الصوت المرجح: موافق.", "Voix prépondérante : pour.", "Casting vote: in favour."};
inline constexpr Said casting_against{"الصوت المرجح: معارض.", "Voix prépondérante : contre.", "Casting vote: against."};
inline constexpr Said by_scribe{"أوراق أدخلها كاتب الجلسة نيابة عن أشخاص بدون هاتف: {1}.", "Bulletins saisis par le secrétaire pour des personnes sans téléphone : {1}.", "Ballots entered by the scribe for people without a phone: {1}."};
inline constexpr Said by_scribe_mark{"(أدخله كاتب الجلسة)", "(saisi par le secrétaire)", "(entered by the scribe)"};
inline constexpr Said roll_call{"المناداة بالأسماء", "Appel nominal", "Roll call"};

constexpr Said const& of(Stance stance) { return stance == Stance::in_favour ? in_favour : stance == Stance::against ? against : abstain; }

/// In a clerk's words: a body gives an opinion, a council takes a decision.
constexpr Said const& of(Outcome outcome, MotionWording wording) {
    bool const is_opinion = wording == MotionWording::opinion;
    switch (outcome) {
        case Outcome::favourable: return is_opinion ? opinion_favourable : decision_favourable;
        case Outcome::tied: return outcome_tied;
        case Outcome::lapsed: return outcome_lapsed;
        case Outcome::unfavourable: break;
    }
    return is_opinion ? opinion_unfavourable : decision_unfavourable;
}

inline constexpr Said votes_by_group{"الأصوات حسب المجموعة", "Voix par groupe", "Votes by group"};
inline constexpr Said dots_by_group{"النقط حسب المجموعة", "Points par groupe", "Dots by group"};
inline constexpr Said withheld_item{"مقترح غير منشور", "Proposition non publiée", "Unpublished proposal"};
inline constexpr Said not_shown{"النتائج محجوبة إلى حين عرضها.", "Résultats masqués jusqu’à leur affichage.", "Results hidden until revealed."};
inline constexpr Said no_ballots{"لم تسجل أي ورقة تصويت.", "Aucun bulletin n’a été enregistré.", "No ballots were recorded."};
inline constexpr Said no_proposals{"لا توجد مقترحات منشورة.", "Aucune proposition publiée.", "No published proposals."};
inline constexpr Said other_category{"بدون محور", "Sans catégorie", "No category"};
inline constexpr Said endorsed{"التأييد", "Soutiens", "Endorsements"};
inline constexpr Said edited{"معدل", "modifiée", "edited"};
inline constexpr Said not_told{"مقترحات لا تنشر نصوصها", "Propositions dont le texte n’est pas publié", "Proposals whose words are not published"};
inline constexpr Said pending{"في انتظار الميسر", "en attente du facilitateur", "waiting for a facilitator"};
inline constexpr Said returned{"معادة قصد إعادة الصياغة", "à reformuler", "returned for rewording"};
inline constexpr Said hidden{"تم إخفاؤها", "masquées", "hidden"};
inline constexpr Said withdrawn{"سحبها أصحابها", "retirées par leurs auteurs", "withdrawn by their authors"};
inline constexpr Said erased{"محذوفة", "effacées", "erased"};

inline constexpr Said choice_bar{"طول الشريط: نسبة المصوتين الذين اختاروا هذا الخيار. الشريط الكامل يعني كل المصوتين.",
                                 "Longueur de la barre : part des votants qui ont choisi l’option. Une barre pleine : tous les votants.",
                                 "Length of a bar: the share of voters who chose the option. A full bar would be all voters."};
inline constexpr Said dots_bar{"طول الشريط: النقط المحصل عليها من أقصى عدد ممكن. الشريط الكامل يعني أن كل مصوت وضع أقصى عدد من النقط: {1}.",
                               "Longueur de la barre : points reçus sur le maximum possible. Une barre pleine : chaque votant a mis le maximum, {1}.",
                               "Length of a bar: dots received out of those possible. A full bar would be the maximum of {1} from every voter."};
inline constexpr Said dots_rule{"لكل مصوت من النقط: {1}، وأقصى عدد لكل خيار: {2}.", "Points par votant : {1}, au plus par option : {2}.", "Dots per voter: {1}, at most per item: {2}."};
inline constexpr Said movers{"أقل عدد من المصوتين يكفي أن ينقلوا نقطهم ليتغير الترتيب: {1}.", "Nombre minimal de votants qui, en déplaçant leurs points, changeraient l’ordre : {1}.",
                             "Fewest voters who could change the order by moving their dots: {1}."};
inline constexpr Said firm{"لا يتغير الترتيب ولو نقل كل المصوتين نقطهم.", "L’ordre ne changerait pas même si tous déplaçaient leurs points.", "The order would not change even if everybody moved their dots."};
inline constexpr Said choice_rule{"عدد الاختيارات الممكنة: من {1} إلى {2}.", "Choix possibles par votant : de {1} à {2}.", "Choices per voter: from {1} to {2}."};
inline constexpr Said small_groups{"المجموعة التي صوت فيها أقل من خمسة أشخاص تدمج مع أصغر مجموعة تليها، حتى لا تعرف أصوات الأفراد.",
                                   "Un groupe de moins de cinq votants est regroupé avec le plus petit des autres, afin que la voix de personne ne puisse être devinée.",
                                   "A group with fewer than five voters is put together with the next smallest, so that nobody’s vote can be guessed."};
inline constexpr Said no_split{"لا يعرض التوزيع حسب المجموعة: عدد المصوتين أقل من خمسة.", "Pas de répartition par groupe : moins de cinq votants.",
                               "No split by group: fewer than five voters."};

inline constexpr Said compute_seats{"كل هاتف التحق بالورشة يشغل مقعدا واحدا، حتى بعد انقطاع الاتصال أو إعادة تحميل الصفحة. المقاعد التي أزالها الميسر لا تحتسب.",
                                    "Chaque téléphone qui a rejoint la salle occupe une seule place, même après une coupure ou un rechargement. Les places retirées par un facilitateur ne comptent pas.",
                                    "Each phone that joined has one seat, also after a lost connection or a reload. Seats that a facilitator removed are not counted."};
inline constexpr Said compute_voters{"عدد أوراق التصويت المسجلة في هذه الجولة قبل إغلاقها، بما فيها الامتناع. لكل مقعد ورقة واحدة: آخر ورقة أرسلها.",
                                     "Nombre de bulletins enregistrés dans ce tour avant sa clôture, abstentions comprises. Un bulletin par place : le dernier envoyé.",
                                     "Ballots recorded in this round before it was closed, abstentions included. One ballot per seat: the last one sent."};
inline constexpr Said compute_votes{"عدد أوراق التصويت التي وضعت علامة على الخيار.", "Nombre de bulletins qui ont coché l’option.", "How many ballots marked the option."};
inline constexpr Said compute_dots{"مجموع النقط التي وضعتها كل أوراق التصويت على الخيار.", "Somme des points que tous les bulletins ont mis sur l’option.", "The sum of the dots that all ballots put on the item."};
inline constexpr Said compute_share{"عدد الأوراق التي وضعت علامة على الخيار مقسوما على عدد المصوتين. إذا كانت عدة اختيارات ممكنة، قد يفوق مجموع النسب 100 في المائة.",
                                    "Bulletins qui ont coché l’option, divisés par le nombre de votants. Si plusieurs choix sont permis, la somme des parts peut dépasser 100 pour cent.",
                                    "Ballots that marked the option, divided by the number of voters. Where several choices are allowed, shares may add up to more than 100 percent."};
inline constexpr Said compute_groups{"كل ورقة تصويت تحتسب في المجموعة التي اختارها صاحبها عند الالتحاق.", "Chaque bulletin compte dans le groupe choisi en rejoignant la salle.",
                                     "Each ballot counts in the group its voter chose when joining."};
inline constexpr Said compute_endorsed{"عدد المقاعد التي أيدت المقترح ولم تتراجع. لا أحد يؤيد مقترحه.", "Nombre de places qui soutiennent la proposition sans s’être ravisées. Nul ne soutient la sienne.",
                                       "Seats that endorsed the proposal and did not take it back. Nobody endorses their own."};

inline constexpr Said check_command{"كل نتيجة في هذا التقرير يمكن إعادة حسابها انطلاقا من ملف السجل العمومي وحده. الأمر التالي يقوم بذلك ويسمي أول خطأ:",
                                    "Chaque résultat de ce rapport se recalcule à partir du seul journal public. La commande suivante le fait, et nomme la première erreur :",
                                    "Every result in this report can be computed again from the public journal alone. This command does it, and names the first thing that is wrong:"};
inline constexpr Said check_root{"بصمة آخر سطر في السجل العمومي:", "Empreinte de la dernière ligne du journal public :", "Digest of the public journal’s last line:"};
inline constexpr Said check_receipt{"يوجد وصل كل تصويت في السجل العمومي على شكل بصمة SHA-256، ضمن لائحة مرتبة، دون أن يدل على الاختيار.",
                                    "Le récépissé de chaque vote se trouve dans le journal public sous forme d’empreinte SHA-256, dans une liste triée, sans rien dire du choix.",
                                    "The receipt of each vote is found in the public journal as its SHA-256, in a sorted list that says nothing about the choice."};
inline constexpr Said check_secret{"أوراق التصويت مرتبة حسب أسماء مستعارة، بلا أسماء ولا وقت ولا ترتيب وصول.",
                                   "Les bulletins sont triés par pseudonymes, sans nom, sans heure et sans ordre d’arrivée.",
                                   "Ballots are sorted by pseudonyms, without names, times or order of arrival."};

}  // namespace warsha::words
