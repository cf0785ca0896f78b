#pragma once
// What reports and sheets say, in three languages. Words from the glossary; a missing language does not compile.
// "{1}" stands for a number or a text put in by html.hpp's fill().

#include <string_view>

#include "protocol/basic.hpp"

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
